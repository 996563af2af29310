'use client'

import { Archive, CopyPlus, MoreHorizontal, Play } from 'lucide-react'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import type { DraftState } from '../editor/draft-keeper'
import { DraftStatus } from '../editor/draft-status'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { PageHeader } from '../ui/page-header'
import { Tooltip } from '../ui/tooltip'
import { useArchive } from './use-archive'
import { VersionBadge } from './workflows-table'

export interface WorkflowHeaderProps {
  workflow: Outputs['workflows']['get']
  draft: DraftState
  onResolve: () => void
  onPublish: () => void
  onRun: () => void
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
          {isAhead && <Badge tone="warning">Unpublished changes</Badge>}
        </>
      }
      actions={
        <>
          {can('workflows.edit') && <DraftStatus state={draft} onResolve={props.onResolve} />}
          <MoreMenu workflow={workflow} />
          {can('workflows.publish') && (
            <PublishButton
              isOff={!workflow.hasUnpublishedChanges && draft.status === 'saved'}
              onPublish={props.onPublish}
            />
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

function MoreMenu({ workflow }: { workflow: WorkflowHeaderProps['workflow'] }) {
  const { base, can } = useProject()
  const archive = useArchive(workflow)
  if (!can('workflows.edit')) return null
  return (
    <Menu
      trigger={
        <IconButton label="More actions" size="md" variant="secondary">
          <MoreHorizontal />
        </IconButton>
      }
    >
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
