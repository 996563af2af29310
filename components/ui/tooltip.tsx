'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Keys } from './kbd'

export interface TooltipProps {
  content: ReactNode
  shortcut?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}

/** Names what it wraps. Needs one focusable child; without `content` the child stays bare. */
export function Tooltip({ content, shortcut, side = 'top', children }: TooltipProps) {
  if (content === undefined || content === null || content === '') return children
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-[70] flex max-w-80 animate-fade items-center gap-2 rounded-md bg-tip px-2 py-1 text-tip-fg text-xs"
        >
          <span className="[overflow-wrap:anywhere]">{content}</span>
          {shortcut && <Keys keys={shortcut} tone="tip" />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Once around the application: tooltips share one delay. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}
