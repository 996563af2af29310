/** Parts of a step, or of a run, that hold steps and have no name of their own in the definition. */
export const PLACES = {
  /** The calls that code made: `ask.0-http`. */
  calls: 'calls',
  /** What takes a step back: `charge.undo`. */
  undo: 'undo',
  /** Run because the step failed: `charge.onError.tell`. */
  onError: 'onError',
  /** Made up by the step itself: `plan.generated.first`. */
  generated: 'generated',
  /** Run when the main part of the run is over: `finally.tell`. */
  finally: 'finally',
} as const

/**
 * Where a path lies: `a.left.b` in branch `left` of `a`, `sweep[3].get` in item `3` of `sweep`, `a.undo` and
 * `a.0-http` in parts of `a` that `PLACES` names, `finally.b` in that part of the run itself.
 */
export function placeOf(path: string): { parent?: string; slot?: string } {
  const end = path.lastIndexOf('.')
  if (end < 0) return {}
  const frame = path.slice(0, end)
  const last = path.slice(end + 1)
  if (last === 'undo') return { parent: frame, slot: PLACES.undo }
  // No id begins with a digit.
  if (callOf(last)) return { parent: frame, slot: PLACES.calls }
  const [, container, item] = /^(.*)\[(\d+)\]$/.exec(frame) ?? []
  if (container !== undefined && item !== undefined) return { parent: container, slot: item }
  const dot = frame.lastIndexOf('.')
  return { parent: frame.slice(0, Math.max(0, dot)), slot: frame.slice(dot + 1) }
}

/** Which call of its program a step is, by the last part of its path: `3-http`. */
export function callOf(last: string): { index: number; kind: string } | undefined {
  const [, index, kind] = /^(\d+)-(\w+)$/.exec(last) ?? []
  return index === undefined || kind === undefined ? undefined : { index: Number(index), kind }
}

/** The last part of a path: a step's id, mostly. */
export function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
