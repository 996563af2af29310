import { type KeyboardEvent, useRef } from 'react'
import type { SelectOption } from './select'

const PAUSE_MS = 1_000

/** Typed letters choose the next option that begins with them, without opening the list. */
export function useTypeahead(
  options: readonly SelectOption[],
  value: string | undefined,
  onChoose: (value: string) => void,
) {
  const typed = useRef({ text: '', atMs: 0 })
  return {
    /** Whether the key was one of them. */
    take(event: KeyboardEvent): boolean {
      if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false
      const isGoingOn = performance.now() - typed.current.atMs < PAUSE_MS
      const before = isGoingOn ? typed.current.text : ''
      if (event.key === ' ' && before === '') return false
      event.preventDefault()
      typed.current = { text: before + event.key, atMs: performance.now() }
      const found = nextMatch(options, value, typed.current.text)
      if (found !== undefined && found !== value) onChoose(found)
      return true
    },
  }
}

/** One letter again and again goes from option to option; several letters must fit as a whole. */
export function nextMatch(
  options: readonly SelectOption[],
  value: string | undefined,
  typed: string,
): string | undefined {
  const text = typed.toLowerCase()
  const isRepeated = [...text].every((letter) => letter === text[0])
  const wanted = isRepeated ? text.slice(0, 1) : text
  const at = options.findIndex((option) => option.value === value)
  const from = wanted.length === 1 ? at + 1 : Math.max(at, 0)
  const inOrder = [...options.slice(from), ...options.slice(0, from)]
  return inOrder.find(
    (option) =>
      !option.isDisabled && typeof option.label === 'string' && option.label.toLowerCase().startsWith(wanted),
  )?.value
}
