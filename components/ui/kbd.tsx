'use client'

import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import { cn } from './cn'

type KbdTone = 'plain' | 'tip'

/** One key cap. */
export function Kbd({ children, tone = 'plain' }: { children: ReactNode; tone?: KbdTone }) {
  return (
    <kbd
      className={cn(
        'inline-grid h-[18px] min-w-[18px] place-items-center rounded-sm border px-1 font-sans text-2xs leading-none',
        tone === 'plain' ? 'border-line-strong bg-surface text-fg-muted' : 'border-tip-fg/25 text-tip-fg',
      )}
    >
      {children}
    </kbd>
  )
}

/** Keys as pressed: `mod+k` is one chord, `g r` one after the other; `mod` is ⌘ on a Mac. */
export function Keys({ keys, tone = 'plain' }: { keys: string; tone?: KbdTone }) {
  const isMac = useSyncExternalStore(subscribeNever, isAppleDevice, () => false)
  return (
    <span className="inline-flex items-center gap-0.5">
      {keys.split(/[+ ]/).map((key, index) => (
        <Kbd key={`${key}${index.toString()}`} tone={tone}>
          {capOf(key, isMac)}
        </Kbd>
      ))}
    </span>
  )
}

function capOf(key: string, isMac: boolean): string {
  if (key === 'mod') return isMac ? '⌘' : 'Ctrl'
  const cap = CAPS[key]
  if (cap) return cap
  return /^(.|f\d{1,2})$/.test(key) ? key.toUpperCase() : key
}

const CAPS: Record<string, string> = {
  shift: '⇧',
  enter: '↵',
  esc: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
}

const subscribeNever = () => () => {}

function isAppleDevice(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}
