'use client'

import dynamic from 'next/dynamic'
import type { RefObject } from 'react'
import type { Problem } from '@/server/language/contracts'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import type { EditorHandle, EditorMemory } from '../editor/code-editor'
import type { Draft } from '../editor/use-draft'
import { SkeletonTable, SkeletonText } from '../ui/skeleton'
import { TabPanel, Tabs } from '../ui/tabs'
import { toast } from '../ui/toast'
import { EditorSkeleton } from './editor-skeleton'

const DocumentEditor = dynamic(
  () => import('../editor/document-editor').then((module) => module.DocumentEditor),
  {
    ssr: false,
    loading: () => <EditorSkeleton />,
  },
)

const VersionsTab = dynamic(() => import('./versions-tab').then((module) => module.VersionsTab), {
  ssr: false,
  loading: () => <SkeletonText lines={6} />,
})
const WorkflowRuns = dynamic(() => import('./workflow-runs').then((module) => module.WorkflowRuns), {
  ssr: false,
  loading: () => <SkeletonTable rows={6} columns={5} />,
})

export interface WorkflowTabsProps {
  workflow: Outputs['workflows']['get']
  draft: Draft
  problems: readonly Problem[]
  onProblems: (problems: readonly Problem[]) => void
  onSubmit: () => void
  onPublish: () => void
  onFormat: () => void
  memory: EditorMemory
  editor: RefObject<EditorHandle | undefined>
  tab: string
  onTab: (tab: string) => void
}

const TABS = [
  { value: 'editor', label: 'Editor' },
  { value: 'runs', label: 'Runs' },
  { value: 'versions', label: 'Versions' },
]

export function WorkflowTabs(props: WorkflowTabsProps) {
  const { workflow, draft, editor } = props
  const { can } = useProject()
  const tab = TABS.some((one) => one.value === props.tab) ? props.tab : 'editor'

  function take(source: string, number: number) {
    const before = draft.state.text
    draft.type(source)
    props.onTab('editor')
    toast.success(`Version ${number} is in the draft`, {
      description: 'Publish it to make it the latest version.',
      action: {
        label: 'Undo',
        onClick: () => {
          draft.type(before)
          editor.current?.replace(before)
        },
      },
    })
  }

  return (
    <Tabs
      items={TABS}
      value={tab}
      onValueChange={props.onTab}
      label="Parts of the workflow"
      className="min-h-0 flex-1 [&>div:first-child]:px-2 md:[&>div:first-child]:px-4"
    >
      <TabPanel value="editor" className="min-h-0 flex-1 pt-0 max-md:h-[75dvh]">
        <DocumentEditor
          initialText={draft.state.text}
          text={draft.state.text}
          isReadOnly={!can('workflows.edit')}
          problems={props.problems}
          onProblems={props.onProblems}
          onChange={draft.type}
          onSave={() => void draft.flush()}
          onSubmit={props.onSubmit}
          onPublish={props.onPublish}
          onFormat={props.onFormat}
          memory={props.memory}
          editor={editor}
        />
      </TabPanel>
      <TabPanel
        value="runs"
        className="min-h-0 flex-1 overflow-y-auto px-4 py-4 [--topbar-height:0px] md:px-6"
      >
        <WorkflowRuns workflow={workflow} />
      </TabPanel>
      <TabPanel
        value="versions"
        className="min-h-0 flex-1 overflow-y-auto px-4 py-4 [--topbar-height:0px] md:px-6"
      >
        <VersionsTab workflow={workflow} draftText={draft.state.text} onTake={take} />
      </TabPanel>
    </Tabs>
  )
}
