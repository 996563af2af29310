/** One press as text: `k`, `mod+k`, `?`, `esc`. Shift is part of the character where it makes one. */
export function pressOf(
  event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>,
): string {
  const key = NAMES[event.key] ?? event.key.toLowerCase()
  // A plain capital or sign is the key itself; with another modifier, shift is one more.
  const hasShift = key.length > 1 || event.metaKey || event.ctrlKey || event.altKey
  return [
    event.metaKey || event.ctrlKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && hasShift ? 'shift' : '',
    key,
  ]
    .filter(Boolean)
    .join('+')
}

const NAMES: Record<string, string> = {
  Escape: 'esc',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ' ': 'space',
}

/** How `keys` (`g r`, `mod+k`) relates to the presses so far: done, on the way, or neither. */
export function matchKeys(keys: string, presses: readonly string[]): 'done' | 'partly' | 'no' {
  const wanted = keys.split(' ')
  const recent = presses.slice(-wanted.length)
  if (recent.length === wanted.length && recent.every((press, index) => press === wanted[index]))
    return 'done'
  const last = presses.at(-1)
  return wanted.length > 1 && last === wanted[0] ? 'partly' : 'no'
}
