'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button'
import { IconButton } from './icon-button'
import type { UseSelection } from './use-selection'

export interface BulkBarProps {
  selection: UseSelection
  noun: string
  /** Buttons; at the right. */
  children: ReactNode
}

/** What is selected and what can be done with it; stays in view below the list. */
export function BulkBar({ selection, noun, children }: BulkBarProps) {
  const { count, total } = selection
  return (
    <section
      aria-label="Selected"
      className="sticky bottom-[calc(var(--tabbar-height)+0.75rem)] z-20 mx-auto mt-3 flex w-fit max-w-full animate-enter flex-wrap items-center gap-2 rounded-xl bg-raised p-2 pl-4 shadow-pop"
    >
      <output className="tabular font-medium text-sm">
        {count} {noun} selected
      </output>
      {count < total && (
        <Button variant="ghost" size="sm" onClick={selection.toggleAll}>
          Select all {total}
        </Button>
      )}
      <span aria-hidden="true" className="mx-1 h-5 w-px bg-line-strong max-md:hidden" />
      {children}
      <IconButton label="Clear selection" shortcut="esc" size="sm" onClick={selection.clear}>
        <X />
      </IconButton>
    </section>
  )
}
