'use client'

import { GitCompareArrows, History, PencilLine, Tag } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import { FailedView } from '../layout/view-state'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code-block'
import { lazyDialog } from '../ui/lazy-dialog'
import { Skeleton } from '../ui/skeleton'
import { compareHref } from './compare-places'
import type { LabelDialogProps } from './label-dialog'
import type { RestoreDialogProps } from './restore-dialog'
import { useVersionSource } from './use-version-source'
import { VersionLabels } from './version-labels'

type Version = Outputs['workflows']['versions'][number]

export interface VersionDetailProps {
  workflow: Outputs['workflows']['get']
  version: Version
  versions: readonly Version[]
  draftText: string
  /** Puts a version's text into the draft. */
  onTake: (source: string, number: number) => void
}

const LabelDialog = lazyDialog<LabelDialogProps>(() =>
  import('./label-dialog').then((module) => module.LabelDialog),
)
const RestoreDialog = lazyDialog<RestoreDialogProps>(() =>
  import('./restore-dialog').then((module) => module.RestoreDialog),
)

/** One version: its source, its labels, and what can be done with it. */
export function VersionDetail(props: VersionDetailProps) {
  const { workflow, version, versions, draftText } = props
  const { can } = useProject()
  const [dialog, setDialog] = useState<'label' | 'restore'>()
  const { data, error, refetch } = useVersionSource(workflow.name, version.number)
  const close = () => setDialog(undefined)
  const source = data?.source
  return (
    <section aria-label={`Version ${version.number}`} className="flex min-w-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <VersionLabels workflow={workflow.name} version={version} isShort={false} />
        <span className="ml-auto flex flex-wrap items-center gap-2 max-lg:ml-0">
          <CompareLink workflow={workflow} version={version} versions={versions} />
          {can('workflows.publish') && (
            <Button icon={<Tag />} onClick={() => setDialog('label')}>
              Label
            </Button>
          )}
          {can('workflows.edit') && source !== undefined && (
            <Button
              icon={<PencilLine />}
              disabled={source === draftText}
              onClick={() => props.onTake(source, version.number)}
            >
              Take into draft
            </Button>
          )}
          {can('workflows.publish') && version.number !== workflow.latestVersion && (
            <Button icon={<History />} onClick={() => setDialog('restore')}>
              Restore
            </Button>
          )}
        </span>
      </div>
      {error ? (
        <FailedView error={error} onRetry={() => void refetch()} />
      ) : source === undefined ? (
        <Skeleton className="h-80" />
      ) : (
        <CodeBlock
          code={source}
          title={`${workflow.name}@${version.number}`}
          hasLineNumbers
          maxLines={2_000}
        />
      )}
      <LabelDialog
        key={`label ${version.number}`}
        workflow={workflow}
        version={version.number}
        isOpen={dialog === 'label'}
        onOpenChange={close}
      />
      <RestoreDialog
        key={`restore ${version.number}`}
        workflow={workflow}
        version={version.number}
        isOpen={dialog === 'restore'}
        onOpenChange={close}
      />
    </section>
  )
}

/** The draft is what one compares with; where it says what the latest version says, the version before. */
function CompareLink({
  workflow,
  version,
  versions,
}: Pick<VersionDetailProps, 'workflow' | 'version' | 'versions'>) {
  const { base } = useProject()
  const earlier = versions.find((one) => one.number < version.number)
  const isLatest = version.number === workflow.latestVersion
  const compared =
    isLatest && !workflow.hasUnpublishedChanges && earlier
      ? { from: earlier.number, to: version.number }
      : {
          from: version.number,
          to: isLatest || workflow.hasUnpublishedChanges ? ('draft' as const) : workflow.latestVersion,
        }
  return (
    <Button asChild>
      <Link href={compareHref(base, workflow.name, compared)}>
        <GitCompareArrows /> Compare
      </Link>
    </Button>
  )
}
