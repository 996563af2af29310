'use client'

import { useCallback, useMemo, useRef, useState } from 'react'
import { useQueryParams } from '@/components/data/use-query-params'
import type { Problem } from '@/server/language/contracts'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import type { EditorHandle } from '../editor/code-editor'
import type { ConflictDialogProps } from '../editor/conflict-dialog'
import { useDraft } from '../editor/use-draft'
import { useShortcuts } from '../layout/shortcuts'
import { StartRunDialog } from '../runs/start-run-dialog'
import { lazyDialog } from '../ui/lazy-dialog'
import type { PublishDialogProps } from './publish-dialog'
import { WorkflowHeader } from './workflow-header'
import { WorkflowTabs } from './workflow-tabs'

type Workflow = Outputs['workflows']['get']

const ConflictDialog = lazyDialog<ConflictDialogProps>(() =>
  import('../editor/conflict-dialog').then((module) => module.ConflictDialog),
)
const PublishDialog = lazyDialog<PublishDialogProps>(() =>
  import('./publish-dialog').then((module) => module.PublishDialog),
)

/** The page of a workflow that is there: the draft lives here, above the tabs, and so outlives them. */
export function LoadedWorkflow({ workflow }: { workflow: Workflow }) {
  const { can } = useProject()
  const { params, change } = useQueryParams()
  const editor = useRef<EditorHandle>(undefined)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [refused, setRefused] = useState<{ text: string; problems: Problem[] }>()
  const [dialog, setDialog] = useState<'publish' | 'run' | 'conflict'>()
  const draft = useDraft(
    workflow,
    useCallback((text: string) => editor.current?.replace(text), []),
  )
  const { text, theirs } = draft.state
  const shownProblems = refused?.text === text ? refused.problems : problems
  const close = () => setDialog(undefined)

  const { flush } = draft
  const open = useCallback(
    async (which: 'publish' | 'run') => {
      const { status } = await flush()
      setDialog(status === 'conflict' ? 'conflict' : which)
    },
    [flush],
  )
  const mayPublish = can('workflows.publish') && workflow.hasUnpublishedChanges
  const submit = useCallback(() => void open(mayPublish ? 'publish' : 'run'), [open, mayPublish])
  const mayRun = can('runs.start')
  useShortcuts(
    'Workflow',
    useMemo(
      () => [
        { keys: 'mod+s', label: 'Save the draft', onPress: () => void flush() },
        {
          keys: 'mod+enter',
          label: 'Publish, or run what is published',
          onPress: submit,
          isOff: !mayRun && !mayPublish,
        },
        { keys: 'f8', label: 'Next problem', onPress: () => editor.current?.nextProblem() },
      ],
      [flush, submit, mayRun, mayPublish],
    ),
  )

  return (
    <>
      <WorkflowHeader
        workflow={workflow}
        draft={draft.state}
        onResolve={() => setDialog('conflict')}
        onPublish={() => void open('publish')}
        onRun={() => void open('run')}
      />
      <WorkflowTabs
        workflow={workflow}
        draft={draft}
        problems={shownProblems}
        onProblems={setProblems}
        onSubmit={submit}
        editor={editor}
        tab={params.get('tab') ?? 'editor'}
        onTab={(tab) =>
          change(
            {
              tab: tab === 'editor' ? undefined : tab,
              version: undefined,
              against: undefined,
              status: undefined,
            },
            'push',
          )
        }
      />
      <PublishDialog
        key={workflow.latestVersion}
        workflow={workflow}
        source={text}
        problems={shownProblems}
        isOpen={dialog === 'publish'}
        onOpenChange={close}
        onRefused={(found) => setRefused({ text, problems: found })}
      />
      <StartRunDialog workflow={workflow.name} isOpen={dialog === 'run'} onOpenChange={close} />
      {theirs && (
        <ConflictDialog
          isOpen={dialog === 'conflict'}
          onOpenChange={close}
          mine={text}
          theirs={theirs.source}
          onChoose={(choice) => {
            draft.resolve(choice)
            close()
          }}
        />
      )}
    </>
  )
}
