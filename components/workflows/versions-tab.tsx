'use client'

import { useQuery } from '@tanstack/react-query'
import { GitCommitVertical } from 'lucide-react'
import { useQueryParams } from '@/components/data/use-query-params'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { QueryView } from '../layout/view-state'
import { cn } from '../ui/cn'
import { Empty } from '../ui/empty'
import { RelativeTime } from '../ui/relative-time'
import { SkeletonText } from '../ui/skeleton'
import { VersionDetail } from './version-detail'
import { VersionLabels } from './version-labels'

type Version = Outputs['workflows']['versions'][number]

export interface VersionsTabProps {
  workflow: Outputs['workflows']['get']
  draftText: string
  /** Puts a version's text into the draft. */
  onTake: (source: string, number: number) => void
}

/** The published versions, newest first; one of them open beside. */
export function VersionsTab({ workflow, draftText, onTake }: VersionsTabProps) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const { params, change } = useQueryParams()
  const query = useQuery(trpc.workflows.versions.queryOptions({ projectId, workflow: workflow.name }))
  return (
    <QueryView
      query={query}
      skeleton={<SkeletonText lines={6} />}
      permission="workflows.read"
      empty={
        <Empty
          icon={<GitCommitVertical />}
          title="No version yet"
          text="Publishing makes a version: numbered, with a message, never changed again. Runs are pinned to theirs."
        />
      }
    >
      {(versions) => {
        const asked = Number(params.get('version'))
        const open = versions.find((version) => version.number === asked) ?? versions[0]
        return (
          <div className="flex gap-6 max-lg:flex-col">
            <ol
              aria-label="Versions"
              className="m-0 flex w-72 shrink-0 list-none flex-col gap-px p-0 max-lg:w-full"
            >
              {versions.map((version) => (
                <li key={version.id}>
                  <VersionRow
                    workflow={workflow.name}
                    version={version}
                    isOpen={version === open}
                    isLatest={version === versions[0]}
                    onOpen={() => change({ version: String(version.number) })}
                  />
                </li>
              ))}
            </ol>
            {open && (
              <VersionDetail
                key={open.number}
                workflow={workflow}
                version={open}
                versions={versions}
                draftText={draftText}
                onTake={onTake}
              />
            )}
          </div>
        )
      }}
    </QueryView>
  )
}

interface VersionRowProps {
  workflow: string
  version: Version
  isOpen: boolean
  isLatest: boolean
  onOpen: () => void
}

function VersionRow({ workflow, version, isOpen, isLatest, onOpen }: VersionRowProps) {
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-current={isOpen || undefined}
      className={cn(
        'flex w-full flex-col gap-0.5 rounded-md px-3 py-2 text-left text-sm',
        isOpen ? 'bg-active' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <span className="tabular font-medium text-fg">Version {version.number}</span>
        {isLatest && <span className="text-accent-text text-xs">latest</span>}
        <RelativeTime at={version.createdAt} className="ml-auto text-fg-muted text-xs" />
      </span>
      <span className={cn('w-full truncate text-xs', version.message ? 'text-fg' : 'text-fg-muted')}>
        {version.message ?? 'No message'}
      </span>
      <span className="text-fg-muted text-xs">{version.author}</span>
      <VersionLabels workflow={workflow} version={version} isShort />
    </button>
  )
}
