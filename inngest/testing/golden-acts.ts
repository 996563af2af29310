import type { LoggedRunEvent } from '@/server/kernel/run-events'
import type { GoldenAct, GoldenScript } from '@/server/language/testing/golden/golden-script'

/** What an engine has to do for an act. */
export interface GoldenHands {
  /** Undefined: there is no such run yet. */
  logOf(inRunOf: string | undefined): Promise<readonly LoggedRunEvent[] | undefined>
  /** Does it; that it cannot be done yet is no error, and it is asked again. */
  perform(act: GoldenAct): Promise<'done' | 'not yet'>
}

/** The acts of a script, each done once, in their order, as soon as its moment has come. */
export class GoldenActs {
  private readonly left: GoldenAct[]
  private going: Promise<number> = Promise.resolve(0)

  constructor({ acts }: GoldenScript) {
    this.left = [...acts]
  }

  get isOver(): boolean {
    return this.left.length === 0
  }

  /** Does all whose moment has come; how many those were. Asked meanwhile, it looks again afterwards. */
  go(hands: GoldenHands): Promise<number> {
    this.going = this.going.then(() => this.goOn(hands))
    return this.going
  }

  private async goOn(hands: GoldenHands): Promise<number> {
    for (let done = 0; ; done += 1) {
      const [act] = this.left
      if (!act || !hasCome(act, await hands.logOf(act.inRunOf))) return done
      if ((await hands.perform(act)) === 'not yet') return done
      this.left.shift()
    }
  }

  /** What the next one waits for. */
  toString(): string {
    return JSON.stringify(this.left[0])
  }
}

function hasCome({ when }: GoldenAct, log: readonly LoggedRunEvent[] = []): boolean {
  const found = log.filter(
    (event) =>
      event.type === when.type && (when.path === undefined || ('path' in event && event.path === when.path)),
  )
  return found.length >= when.count
}

/** The runs that a run started, by the path of the step: `sub`, and `sub#2` for a second one. */
export function childRunsIn(log: readonly LoggedRunEvent[]): Map<string, string> {
  const children = new Map<string, string>()
  const add = (path: string, runId: string) => {
    if ([...children.values()].includes(runId)) return
    let name = path
    for (let count = 2; children.has(name); count += 1) name = `${path}#${count}`
    children.set(name, runId)
  }
  for (const event of log) {
    if (event.type === 'step.waiting' && event.wait.childRunId !== undefined)
      add(event.path, event.wait.childRunId)
    if (event.type === 'step.logged') {
      const started = runIdIn(event.data)
      if (started !== undefined) add(event.path, started)
    }
  }
  return children
}

/** A step that starts a run logs which. */
function runIdIn(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'runId' in data && typeof data.runId === 'string'
    ? data.runId
    : undefined
}
