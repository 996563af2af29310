'use client'

import { useCallback, useMemo, useRef, useState } from 'react'
import { useQueryParams } from '@/components/data/use-query-params'
import type { Problem } from '@/server/language/contracts'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import type { EditorHandle } from '../editor/code-editor'
import { useDraft } from '../editor/use-draft'
import { useFormat } from '../editor/use-format'
import { type Shortcut, useShortcuts } from '../layout/shortcuts'
import { type WorkflowDialog, WorkflowDialogs } from './workflow-dialogs'
import { WorkflowHeader } from './workflow-header'
import { WorkflowTabs } from './workflow-tabs'

type Workflow = Outputs['workflows']['get']

/** The page of a workflow that is there: the draft lives here, above the tabs, and so outlives them. */
export function LoadedWorkflow({ workflow }: { workflow: Workflow }) {
  const { params, change } = useQueryParams()
  const editor = useRef<EditorHandle>(undefined)
  const memory = useRef<unknown>(undefined)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [refused, setRefused] = useState<{ text: string; problems: Problem[] }>()
  const draft = useDraft(
    workflow,
    useCallback((text: string) => editor.current?.replace(text), []),
  )
  const { text } = draft.state
  const shownProblems = refused?.text === text ? refused.problems : problems
  const { dialog, setDialog, open, mayPublish, submit, submitLabel } = useWorkflowActions(workflow, draft)
  const format = useFormat(text, editor)
  const { flush } = draft

  useShortcuts(
    'Workflow',
    useMemo<Shortcut[]>(
      () => [
        { keys: 'mod+s', label: 'Save the draft', onPress: () => void flush() },
        { keys: 'mod+enter', label: submitLabel, onPress: submit, isOff: submitLabel === '' },
        {
          keys: 'mod+shift+enter',
          label: 'Publish',
          onPress: () => void open('publish'),
          isOff: !mayPublish,
        },
        { keys: 'alt+shift+f', label: 'Format the document', onPress: format },
        { keys: 'f8', label: 'Next problem', onPress: () => editor.current?.nextProblem() },
      ],
      [flush, submit, submitLabel, open, mayPublish, format],
    ),
  )

  return (
    <>
      <WorkflowHeader
        workflow={workflow}
        draft={draft.state}
        editor={editor}
        onResolve={() => setDialog('conflict')}
        onPublish={() => void open('publish')}
        onRun={() => void open('run')}
        onTry={() => void open('try')}
        onFormat={format}
      />
      <WorkflowTabs
        workflow={workflow}
        draft={draft}
        problems={shownProblems}
        onProblems={setProblems}
        onSubmit={submit}
        onPublish={() => mayPublish && void open('publish')}
        onFormat={format}
        editor={editor}
        memory={memory}
        tab={params.get('tab') ?? 'editor'}
        onTab={(tab) =>
          change({ tab: tab === 'editor' ? undefined : tab, version: undefined, status: undefined }, 'push')
        }
      />
      <WorkflowDialogs
        workflow={workflow}
        draft={draft}
        problems={shownProblems}
        open={dialog}
        onClose={() => setDialog(undefined)}
        onRefused={(found) => setRefused({ text, problems: found })}
      />
    </>
  )
}

/** What can be done with a draft; whatever is opened sees the text that is saved. */
function useWorkflowActions(workflow: Workflow, { flush, state }: ReturnType<typeof useDraft>) {
  const { can } = useProject()
  const [dialog, setDialog] = useState<WorkflowDialog>()
  const open = useCallback(
    async (which: WorkflowDialog) => {
      const { status } = await flush()
      setDialog(status === 'conflict' ? 'conflict' : which)
    },
    [flush],
  )
  // What was typed a moment ago is saved before anything opens, so it counts already.
  const isChanged = workflow.hasUnpublishedChanges || state.text !== workflow.draftSource
  const mayTry = can('runs.start') && can('workflows.edit') && isChanged
  const mayRun = can('runs.start')
  const submit = useCallback(() => {
    if (mayRun) void open(mayTry ? 'try' : 'run')
  }, [open, mayRun, mayTry])
  return {
    dialog,
    setDialog,
    open,
    submit,
    /** Empty: nothing that this member may do. */
    submitLabel: mayTry ? 'Try the draft' : mayRun ? 'Run' : '',
    mayPublish: can('workflows.publish') && isChanged,
  }
}
