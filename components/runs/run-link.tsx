'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { RunStatus } from '@/server/kernel/statuses'
import { useProject } from '../data/project'
import { STATUSES, StatusIcon } from '../ui/status'

export interface RunLinkProps {
  runId: string
  number?: number | undefined
  status?: RunStatus | undefined
  /** The step to open there. */
  path?: string | undefined
  children?: ReactNode
}

/** Another run, by its number and with its status where those are known. */
export function RunLink({ runId, number, status, path, children }: RunLinkProps) {
  const { base } = useProject()
  const query = path === undefined ? '' : `?step=${encodeURIComponent(path)}`
  return (
    <Link
      href={`${base}/runs/${number ?? runId}${query}`}
      className="inline-flex items-center gap-1.5 rounded-sm text-accent-text hover:underline"
    >
      {status && <StatusIcon status={status} />}
      <span className="tabular">
        {children || (number === undefined ? 'Open the run' : `Run #${number}`)}
      </span>
      {status && <span className="sr-only">, {STATUSES[status].word}</span>}
    </Link>
  )
}
