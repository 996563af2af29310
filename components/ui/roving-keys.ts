import type { KeyboardEvent } from 'react'

/** Left, right, Home and End move the focus among the enabled buttons of a row; focus alone chooses nothing. */
export function moveAlongRow(event: KeyboardEvent<HTMLElement>) {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
  const next = stopAfter(
    event.key,
    buttons.findIndex((button) => button.matches(':focus')),
    buttons.length,
  )
  if (next === undefined) return
  event.preventDefault()
  buttons[next]?.focus()
}

export function stopAfter(key: string, index: number, count: number): number | undefined {
  if (index === -1 || count === 0) return undefined
  if (key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowLeft') return (index - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}
