'use client'

import { useRouter } from 'next/navigation'
import { Dialog as Radix } from 'radix-ui'
import { type RefObject, useRef, useState } from 'react'
import { useProject } from '@/components/data/project'
import { CommandList } from '@/components/ui/command-list'
import { Keys } from '@/components/ui/kbd'
import type { PaletteItem, PaletteScope } from './palette-item'
import { rememberRecent } from './recent'
import { type PaletteSources, usePaletteItems } from './use-palette-items'

export interface PaletteDialogProps extends PaletteSources {
  close: () => void
}

/** Find a page, a workflow or a run, or do something: all by keyboard, from anywhere. */
export function PaletteDialog({ close, ...sources }: PaletteDialogProps) {
  const opener = useRef<Element | null>(null)
  const afterwards = useRef<() => void>(undefined)
  return (
    <Radix.Root open onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener.current instanceof HTMLElement) opener.current.focus()
            // What is chosen may open a dialog of its own, which must find the focus at rest.
            afterwards.current?.()
            afterwards.current = undefined
          }}
          className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[calc(100dvh-1rem)] max-w-[40rem] animate-enter flex-col overflow-hidden rounded-xl bg-raised shadow-pop md:top-[12vh] md:max-h-[min(30rem,76vh)]"
        >
          <Radix.Title className="sr-only">Search and commands</Radix.Title>
          <PaletteBody sources={sources} afterwards={afterwards} onClose={close} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const SCOPES: Record<PaletteScope, { chip: string; placeholder: string; empty: string }> = {
  workflows: {
    chip: 'Run',
    placeholder: 'Choose a workflow',
    empty: 'No published workflow fits. Publish one first, then run it.',
  },
  projects: { chip: 'Switch', placeholder: 'Choose a project', empty: 'No project fits.' },
  themes: { chip: 'Theme', placeholder: 'Choose a theme', empty: 'No theme fits.' },
}

interface BodyProps {
  sources: PaletteSources
  afterwards: RefObject<(() => void) | undefined>
  onClose: () => void
}

function PaletteBody({ sources, afterwards, onClose }: BodyProps) {
  const router = useRouter()
  const { projectId } = useProject()
  const [query, setQuery] = useState('')
  const [scope, setScope] = useState<PaletteScope>()
  const { groups, isBusy } = usePaletteItems(sources, query, scope)
  const narrowed = scope && SCOPES[scope]

  function choose(item: PaletteItem, { isNewTab }: { isNewTab: boolean }) {
    const { effect } = item
    if (item.recent) rememberRecent(projectId, item.recent)
    if (effect.kind === 'narrow') {
      setQuery('')
      setScope(effect.scope)
      return
    }
    if (effect.kind === 'go' && isNewTab) {
      window.open(effect.href, '_blank', 'noopener')
      return
    }
    if (effect.kind === 'do') afterwards.current = effect.act
    else router.push(effect.href)
    onClose()
  }

  return (
    <>
      <CommandList
        label="Search and commands"
        size="lg"
        placeholder={narrowed?.placeholder ?? 'Search pages, workflows, runs…'}
        query={query}
        onQueryChange={setQuery}
        groups={groups}
        onChoose={choose}
        onBack={scope ? () => setScope(undefined) : undefined}
        isBusy={isBusy}
        leading={
          narrowed && (
            <span className="rounded-md bg-accent-soft px-2 py-0.5 font-medium text-accent-text text-xs">
              {narrowed.chip}
            </span>
          )
        }
        empty={isBusy ? 'Searching…' : (narrowed?.empty ?? <NothingFound query={query} />)}
      />
      <Hints isNarrowed={scope !== undefined} />
    </>
  )
}

function NothingFound({ query }: { query: string }) {
  return (
    <>
      <p className="[overflow-wrap:anywhere]">Nothing fits “{query.trim()}”.</p>
      <p className="mt-1 text-fg-subtle text-xs">Try a page, a workflow’s name, or a run as #12.</p>
    </>
  )
}

function Hints({ isNarrowed }: { isNarrowed: boolean }) {
  const hints = [
    { keys: 'up down', text: 'move' },
    { keys: 'enter', text: 'choose' },
    { keys: 'mod+enter', text: 'new tab' },
    isNarrowed ? { keys: '⌫', text: 'back' } : { keys: 'esc', text: 'close' },
  ]
  return (
    <div
      aria-hidden="true"
      className="mt-auto flex h-9 shrink-0 items-center gap-4 border-t bg-sunken px-4 text-2xs text-fg-subtle max-md:hidden"
    >
      {hints.map((hint) => (
        <span key={hint.text} className="flex items-center gap-1.5">
          <Keys keys={hint.keys} /> {hint.text}
        </span>
      ))}
    </div>
  )
}
