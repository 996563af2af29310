'use client'

import type { Problem } from '@/server/language/contracts'
import type { Outputs } from '../data/trpc'
import type { ConflictDialogProps } from '../editor/conflict-dialog'
import type { Draft } from '../editor/use-draft'
import { StartRunDialog } from '../runs/start-run-dialog'
import { lazyDialog } from '../ui/lazy-dialog'
import type { PublishDialogProps } from './publish-dialog'
import type { TryDraftDialogProps } from './try-draft-dialog'

export type WorkflowDialog = 'publish' | 'run' | 'try' | 'conflict'

const ConflictDialog = lazyDialog<ConflictDialogProps>(() =>
  import('../editor/conflict-dialog').then((module) => module.ConflictDialog),
)
const PublishDialog = lazyDialog<PublishDialogProps>(() =>
  import('./publish-dialog').then((module) => module.PublishDialog),
)
const TryDraftDialog = lazyDialog<TryDraftDialogProps>(() =>
  import('./try-draft-dialog').then((module) => module.TryDraftDialog),
)

export interface WorkflowDialogsProps {
  workflow: Outputs['workflows']['get']
  draft: Draft
  problems: readonly Problem[]
  open: WorkflowDialog | undefined
  onClose: () => void
  /** The server found problems that the editor had not: they are to be shown where they are. */
  onRefused: (problems: Problem[]) => void
}

/** What opens over a workflow's page, one at a time. */
export function WorkflowDialogs({
  workflow,
  draft,
  problems,
  open,
  onClose,
  onRefused,
}: WorkflowDialogsProps) {
  const { text, theirs } = draft.state
  return (
    <>
      <PublishDialog
        key={workflow.latestVersion}
        workflow={workflow}
        source={text}
        problems={problems}
        isOpen={open === 'publish'}
        onOpenChange={onClose}
        onRefused={onRefused}
      />
      <StartRunDialog workflow={workflow.name} isOpen={open === 'run'} onOpenChange={onClose} />
      <TryDraftDialog
        workflow={workflow}
        source={text}
        isOpen={open === 'try'}
        onOpenChange={onClose}
        onRefused={onRefused}
      />
      {theirs && (
        <ConflictDialog
          isOpen={open === 'conflict'}
          onOpenChange={onClose}
          workflow={workflow.name}
          mine={text}
          theirs={theirs.source}
          onChoose={(choice) => {
            draft.resolve(choice)
            onClose()
          }}
        />
      )}
    </>
  )
}
