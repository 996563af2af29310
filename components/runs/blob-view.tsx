'use client'

import { useQuery } from '@tanstack/react-query'
import { Download, FileJson } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { MAX_ANSWERED_BYTES } from '@/server/features/blobs/schema'
import type { JsonValue } from '@/server/kernel/json'
import { useProject } from '../data/project'
import { useTRPCClient } from '../data/trpc'
import { QueryView } from '../layout/view-state'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { type BlobReference, formatBytes } from './blob-ref'
import { useRunValues } from './run-values'

export interface BlobViewProps {
  blob: BlobReference
  /** "Output", "Input". */
  label: string
  children: (value: JsonValue) => ReactNode
}

/** A large value: its size, and the value itself once somebody asks for it. */
export function BlobView({ blob, label, children }: BlobViewProps) {
  const [isWanted, setWanted] = useState(false)
  const client = useTRPCClient()
  const { projectId } = useProject()
  const { runId } = useRunValues()
  const input = { projectId, runId, blobId: blob.blobId }
  const query = useQuery({
    queryKey: ['blob', projectId, blob.blobId],
    queryFn: () => client.blobs.get.query(input),
    enabled: isWanted,
    // It never changes, and it is too large to keep for long.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  const isShowable = blob.bytes <= MAX_ANSWERED_BYTES
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-sunken px-3 py-2.5 text-sm">
        <FileJson aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
        <span className="min-w-0 flex-1 text-fg-muted">
          {label}, <span className="tabular text-fg">{formatBytes(blob.bytes)}</span>
          {isShowable ? '' : ': too large to show here'}
        </span>
        {isShowable && !isWanted && (
          <Button size="sm" onClick={() => setWanted(true)}>
            Load
          </Button>
        )}
        <Button size="sm" variant="ghost" asChild>
          {/* The browser saves what comes with a file name and stays on the page. */}
          <a href={`/api/download/blobs.download?input=${encodeURIComponent(JSON.stringify(input))}`}>
            <Download aria-hidden="true" /> Download
          </a>
        </Button>
      </div>
      {isWanted && (
        <QueryView query={query} skeleton={<Skeleton className="h-40 w-full" />} permission="runs.read">
          {({ value }) => children(value)}
        </QueryView>
      )}
    </div>
  )
}
