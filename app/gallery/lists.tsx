'use client'

import { Ban, Braces, Ellipsis, FileText, Folder, KeyRound, MailPlus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DataList, DataListRow } from '@/components/ui/data-list'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusIcon } from '@/components/ui/status'
import { toast } from '@/components/ui/toast'
import { Tree, type TreeNode } from '@/components/ui/tree'
import { useNow } from '@/components/ui/use-now'
import { useSelection } from '@/components/ui/use-selection'
import { Chapter, Specimen } from './specimen'

export function Lists() {
  return (
    <Chapter title="Lists and trees">
      <Specimen name="Data list" className="block">
        <KeyList />
      </Specimen>
      <Specimen name="Data list, selectable" className="block">
        <MemberList />
      </Specimen>
      <Specimen name="Tree" className="grid items-start gap-4 sm:grid-cols-2">
        <FileTree />
        <LazyTree />
      </Specimen>
    </Chapter>
  )
}

function KeyList() {
  const now = useNow(60_000)
  const at = (agoMs: number) => (now === undefined ? null : new Date(now - agoMs))
  return (
    <DataList label="API keys" hasRowKeys>
      <DataListRow
        leading={<KeyRound />}
        title="Deploy pipeline"
        href="/gallery"
        badges={<Badge isMono>pk_live_8f2a</Badge>}
        meta={
          <>
            <span>3 permissions</span>
            <span>Main, Atlas</span>
            <span>expires in 30 days</span>
          </>
        }
        trailing={
          <span>
            used <RelativeTime at={at(190_000)} />
          </span>
        }
        actions={
          <IconButton label="More about Deploy pipeline">
            <Ellipsis />
          </IconButton>
        }
      />
      <DataListRow
        leading={<KeyRound />}
        title="Nightly export with a name that is far too long for the narrow column of a phone"
        onOpen={() => toast.info('Nightly export')}
        isSelected
        meta="Every permission of Ada Lovelace"
        trailing="never used"
        actions={
          <IconButton label="More about Nightly export">
            <Ellipsis />
          </IconButton>
        }
      />
      <DataListRow
        leading={<Ban />}
        title="Old laptop"
        isMuted
        badges={<Badge tone="neutral">revoked</Badge>}
        meta="Revoked by Grace Hopper"
        trailing={<RelativeTime at={at(8_640_000_000)} />}
      />
    </DataList>
  )
}

const MEMBERS = [
  { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.org', role: 'Owner' },
  { id: 'grace', name: 'Grace Hopper', email: 'grace@example.org', role: 'Admin' },
  { id: 'barbara', name: 'Barbara Liskov', email: 'barbara@example.org', role: 'Builder' },
  { id: 'edsger', name: 'Edsger Dijkstra', email: 'edsger@example.org', role: 'Viewer' },
]

function MemberList() {
  const selection = useSelection(MEMBERS.map((member) => member.id))
  return (
    <DataList
      label="Members"
      selection={selection}
      noun="members"
      hasRowKeys
      bulkActions={
        <>
          <Button
            size="sm"
            icon={<MailPlus />}
            onClick={() => toast.success(`Invited ${selection.count} again`)}
          >
            Invite again
          </Button>
          <Button size="sm" variant="danger-quiet" icon={<Trash2 />} onClick={() => toast.info('Removed')}>
            Remove
          </Button>
        </>
      }
    >
      {MEMBERS.map((member) => (
        <DataListRow
          key={member.id}
          id={member.id}
          href="/gallery"
          leading={<Avatar name={member.name} />}
          title={member.name}
          meta={member.email}
          trailing={<Badge>{member.role}</Badge>}
        />
      ))}
    </DataList>
  )
}

const FILES: TreeNode[] = [
  {
    id: 'steps',
    label: 'steps',
    icon: <Folder />,
    children: [
      {
        id: 'group',
        label: 'group',
        hint: 'code',
        icon: <StatusIcon status="succeeded" />,
        trailing: '120ms',
      },
      {
        id: 'each',
        label: 'fetch each page',
        hint: '200 × fetch, 3 failed',
        icon: <StatusIcon status="failed" />,
        trailing: '14s',
        children: [
          { id: 'f1', label: 'fetch 17', icon: <StatusIcon status="failed" />, trailing: '3.1s' },
          { id: 'f2', label: 'fetch 18', icon: <StatusIcon status="succeeded" />, trailing: '90ms' },
        ],
      },
      { id: 'review', label: 'review', hint: 'approval', icon: <StatusIcon status="waiting" /> },
    ],
  },
  { id: 'inputs', label: 'inputs', icon: <Braces />, children: [{ id: 'commits', label: 'commits' }] },
  { id: 'readme', label: 'README.md', icon: <FileText />, isDisabled: true },
]

function FileTree() {
  const [selected, setSelected] = useState<string | undefined>('each')
  return (
    <Tree
      label="Steps"
      nodes={FILES}
      selected={selected}
      onSelect={setSelected}
      initiallyOpen={['steps', 'each']}
      className="rounded-lg border bg-surface"
    />
  )
}

const LAZY: TreeNode[] = [
  { id: 'slow', label: 'Takes a second', icon: <Folder />, isLazy: true },
  { id: 'broken', label: 'Cannot be read', icon: <Folder />, isLazy: true },
  { id: 'none', label: 'Has nothing', icon: <Folder />, isLazy: true },
]

async function readChildren(id: string): Promise<TreeNode[]> {
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  if (id === 'broken') throw new Error('Not readable.')
  return id === 'slow' ? [{ id: 'one', label: 'One file', icon: <FileText /> }] : []
}

function LazyTree() {
  const [selected, setSelected] = useState<string>()
  return (
    <Tree
      label="Files"
      nodes={LAZY}
      selected={selected}
      onSelect={setSelected}
      loadChildren={readChildren}
      className="rounded-lg border bg-surface"
    />
  )
}
