'use client'

import { Alert } from '../ui/alert'
import { RelativeTime } from '../ui/relative-time'
import type { Run } from './run'

/** The values of a run are gone: said once, calmly, above what is still there. */
export function ErasedNotice({ run }: { run: Run }) {
  if (run.payloadsErasedAt === null) return null
  return (
    <div className="border-b px-4 py-3 md:px-6">
      <Alert tone="neutral" title="The payloads of this run were erased">
        Erased <RelativeTime at={run.payloadsErasedAt} />, by retention or by hand. Steps, times and costs are
        kept.
      </Alert>
    </div>
  )
}
