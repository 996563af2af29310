'use client'

import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { Badge } from '@/components/ui/badge'
import { Popover } from '@/components/ui/popover'
import type { Reference } from '@/server/features/workflows/schema'

export interface UsedByProps {
  /** What is used: names the list. */
  name: string
  /** `undefined`: not known yet. */
  workflows: readonly Reference[] | undefined
  providers?: readonly string[]
}

/** How many workflows and providers use a thing, and on a click which. */
export function UsedBy({ name, workflows, providers = [] }: UsedByProps) {
  if (!workflows) return <span className="text-fg-subtle">…</span>
  const count = workflows.length + providers.length
  if (count === 0) return <span className="text-fg-subtle">Nothing</span>
  const first = providers[0] ?? workflows[0]?.workflow.title
  return (
    <Popover
      align="start"
      label={`What uses ${name}`}
      trigger={
        <button
          type="button"
          className="max-w-full truncate rounded-sm text-left text-accent-text hover:underline"
          aria-label={`${name} is used by ${count === 1 ? first : `${count} things`}`}
        >
          {count === 1 ? first : `${first} and ${count - 1} more`}
        </button>
      }
    >
      <UsageList workflows={workflows} providers={providers} />
    </Popover>
  )
}

/** What stops working with a thing that is about to be deleted; nothing where nothing uses it. */
export function UsageWarning({ workflows = [], providers = [] }: Omit<UsedByProps, 'name'>) {
  if (workflows.length + providers.length === 0) return null
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="font-medium text-fg text-sm">Used by</h3>
      <UsageList workflows={workflows} providers={providers} />
    </div>
  )
}

function UsageList({ workflows = [], providers = [] }: Omit<UsedByProps, 'name'>) {
  const { base } = useProject()
  return (
    <ul className="flex max-h-64 flex-col gap-1 overflow-y-auto text-sm">
      {providers.map((provider) => (
        <li key={provider} className="flex items-center gap-2">
          <Link href={`${base}/settings/providers`} className="min-w-0 truncate rounded-sm hover:underline">
            {provider}
          </Link>
          <Badge>Provider</Badge>
        </li>
      ))}
      {workflows.map(({ workflow, in: where }) => (
        <li key={workflow.name} className="flex items-center gap-2">
          <Link
            href={`${base}/workflows/${workflow.name}`}
            className="min-w-0 truncate rounded-sm hover:underline"
          >
            {workflow.title}
          </Link>
          {where === 'draft' && <Badge variant="outline">Draft only</Badge>}
        </li>
      ))}
    </ul>
  )
}
