import type { RunStore } from '../contracts'

/** Where a process dies: at its n-th commit (1-based), before it takes effect or just after. */
export interface CrashPoint {
  commit: number
  when: 'before' | 'after'
}

/** What every call throws once the process is dead: it reaches the store no more. */
export class ProcessDied extends Error {
  constructor() {
    super('The process died.')
    this.name = 'ProcessDied'
  }
}

export interface MortalStore extends RunStore {
  readonly isDead: boolean
  readonly commits: number
}

/** The store as one process sees it, which dies at the given point. */
export function mortalStore(store: RunStore, point?: CrashPoint): MortalStore {
  let isDead = false
  let commits = 0
  const die = () => {
    isDead = true
    throw new ProcessDied()
  }
  const alive = <Result>(call: () => Promise<Result>): Promise<Result> =>
    isDead ? Promise.reject(new ProcessDied()) : call()
  return {
    get isDead() {
      return isDead
    },
    get commits() {
      return commits
    },
    acquire: (request) => alive(() => store.acquire(request)),
    heartbeat: (lease) => alive(() => store.heartbeat(lease)),
    readWaits: (lease) => alive(() => store.readWaits(lease)),
    release: (lease) => alive(() => store.release(lease)),
    commit: (lease, items, at) =>
      alive(async () => {
        commits += 1
        if (point?.commit === commits && point.when === 'before') die()
        await store.commit(lease, items, at)
        if (point?.commit === commits && point.when === 'after') die()
      }),
  }
}
