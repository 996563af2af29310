import { observeStep } from './instruments'

interface Handler {
  kind: string
  run(context: never): Promise<unknown>
}

/** The same step kinds, each of whose attempts is timed. */
export function timedHandlers<Name, Kind extends Handler>(
  handlerOf: (name: Name) => Kind | undefined,
): (name: Name) => Kind | undefined {
  const timed = new WeakMap<Kind, Kind>()
  return (name) => {
    const kind = handlerOf(name)
    if (!kind) return undefined
    const known = timed.get(kind) ?? withTime(kind)
    timed.set(kind, known)
    return known
  }
}

function withTime<Kind extends Handler>(kind: Kind): Kind {
  const run: Handler['run'] = async (context) => {
    const startedMs = performance.now()
    try {
      return await kind.run(context)
    } finally {
      observeStep(kind.kind, performance.now() - startedMs)
    }
  }
  return { ...kind, run }
}
