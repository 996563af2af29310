'use client'

import { Archive, CopyPlus, FileJson, FlaskConical, MoreHorizontal, Play, TextAlignStart } from 'lucide-react'
import type { RefObject } from 'react'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import type { EditorHandle } from '../editor/code-editor'
import type { DraftState } from '../editor/draft-keeper'
import { DraftStatus } from '../editor/draft-status'
import { withSchemaHeader } from '../editor/schema-header'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { PageHeader } from '../ui/page-header'
import { toast } from '../ui/toast'
import { Tooltip } from '../ui/tooltip'
import { useArchive } from './use-archive'
import { LabelBadges, VersionBadge } from './version-badge'

export interface WorkflowHeaderProps {
  workflow: Outputs['workflows']['get']
  draft: DraftState
  onResolve: () => void
  onPublish: () => void
  onRun: () => void
  onTry: () => void
  onFormat: () => void
  editor: RefObject<EditorHandle | undefined>
}

export function WorkflowHeader(props: WorkflowHeaderProps) {
  const { workflow, draft } = props
  const { can } = useProject()
  const isAhead = workflow.hasUnpublishedChanges && workflow.latestVersion > 0
  return (
    <PageHeader
      className="px-4 pt-4 pb-2 md:px-6"
      title={workflow.title}
      badges={
        <>
          <span className="font-mono text-fg-subtle text-xs">{workflow.name}</span>
          <VersionBadge version={workflow.latestVersion} />
          <LabelBadges labels={workflow.labels} />
          {isAhead && <Badge tone="warning">Unpublished changes</Badge>}
        </>
      }
      actions={
        <>
          {can('workflows.edit') && <DraftStatus state={draft} onResolve={props.onResolve} />}
          <MoreMenu {...props} />
          {can('workflows.publish') && (
            <PublishButton
              isOff={!workflow.hasUnpublishedChanges && draft.status === 'saved'}
              onPublish={props.onPublish}
            />
          )}
          {can('runs.start') && can('workflows.edit') && workflow.hasUnpublishedChanges && (
            <Button icon={<FlaskConical className="max-md:hidden" />} onClick={props.onTry}>
              Try draft
            </Button>
          )}
          {can('runs.start') && (
            <Button variant="primary" icon={<Play />} onClick={props.onRun}>
              Run
            </Button>
          )}
        </>
      }
    />
  )
}

function PublishButton({ isOff, onPublish }: { isOff: boolean; onPublish: () => void }) {
  const button = (
    <Button onClick={isOff ? undefined : onPublish} aria-disabled={isOff || undefined}>
      Publish
    </Button>
  )
  if (!isOff) return button
  return <Tooltip content="Nothing changed since the latest version">{button}</Tooltip>
}

function MoreMenu({ workflow, draft, editor, onFormat }: WorkflowHeaderProps) {
  const { base, can } = useProject()
  const archive = useArchive(workflow)
  if (!can('workflows.edit')) return null

  function addHeader() {
    const text = withSchemaHeader(draft.text, window.location.origin)
    if (text === undefined) toast.info('The document has its schema header already')
    else editor.current?.replace(text)
  }

  return (
    <Menu
      trigger={
        <IconButton label="More actions" size="md" variant="secondary">
          <MoreHorizontal />
        </IconButton>
      }
    >
      <MenuItem icon={<TextAlignStart />} shortcut="alt+shift+f" onSelect={onFormat}>
        Format document
      </MenuItem>
      <MenuItem
        icon={<FileJson />}
        onSelect={addHeader}
        hint="Lets other editors complete and check the file."
      >
        Add schema header
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<CopyPlus />} href={`${base}/workflows/new?from=${workflow.name}`}>
        Make a copy
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Archive />} isDangerous onSelect={archive} hint="Its runs and versions stay.">
        Archive
      </MenuItem>
    </Menu>
  )
}
