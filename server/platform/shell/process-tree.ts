import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Stands in the environment of all that a command starts: `<server's pid>.<its start>.<command>`. */
export const MARK = 'PAWL_COMMAND'

/** What belongs to one command: its process group, and what left the group and still carries the mark. */
export interface ProcessTree {
  groupId: number
  mark: string
}

const POLL_MS = 50
/** How long killed processes may take to be gone. */
const KILLED_MS = 1_000

let ownStart: Promise<string> | undefined

/** Names this server among all that ever ran on this machine. */
export async function ownerMark(): Promise<string> {
  ownStart ??= startOf(process.pid).then((start) => start ?? '0')
  return `${process.pid}.${await ownStart}`
}

/** Asks all processes of a command to end, and ends after `graceMs` those that did not. */
export async function endTree(tree: ProcessTree, graceMs: number): Promise<void> {
  await end(() => membersOf(tree), graceMs)
}

/** Whether anything of a command still runs. */
export async function isAlive(tree: ProcessTree): Promise<boolean> {
  return (await membersOf(tree)).length > 0
}

/** Ends what servers left running that are gone themselves. */
export async function endOrphans(graceMs: number): Promise<void> {
  await end(orphans, graceMs)
}

async function end(find: () => Promise<number[]>, graceMs: number): Promise<void> {
  if (await endWith('SIGTERM', find, graceMs)) return
  await endWith('SIGKILL', find, KILLED_MS)
}

/** Signals again whoever is found: what was just about to start another process may have done so. */
async function endWith(
  signal: NodeJS.Signals,
  find: () => Promise<number[]>,
  withinMs: number,
): Promise<boolean> {
  const told = new Set<number>()
  const until = performance.now() + withinMs
  for (;;) {
    const found = await find()
    if (found.length === 0) return true
    for (const pid of found) if (!told.has(pid) || signal === 'SIGKILL') send(pid, signal)
    for (const pid of found) told.add(pid)
    if (performance.now() >= until) return false
    await sleep(POLL_MS)
  }
}

/** Pids to signal; a negative one names the group as a whole, in which nobody can slip through by forking. */
async function membersOf({ groupId, mark }: ProcessTree): Promise<number[]> {
  const running = await runningProcesses()
  if (running === undefined) return send(-groupId, 0) ? [-groupId] : []
  const members = running.some(({ group }) => group === groupId) ? [-groupId] : []
  for (const { pid, group } of running)
    if (group !== groupId && (await markOf(pid)) === mark) members.push(pid)
  return members
}

async function orphans(): Promise<number[]> {
  const found: number[] = []
  for (const { pid } of (await runningProcesses()) ?? []) {
    if (pid === process.pid) continue
    const [owner, start] = (await markOf(pid))?.split('.') ?? []
    if (owner === undefined || start === undefined) continue
    if ((await startOf(Number(owner))) !== start) found.push(pid)
  }
  return found
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // gone already
  }
}

/** All processes but dead ones that nobody has taken notice of; undefined where the system has no /proc. */
async function runningProcesses(): Promise<{ pid: number; group: number }[] | undefined> {
  if (process.platform !== 'linux') return undefined
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = await Promise.all(names.map(async (name) => ({ pid: Number(name), stat: await statOf(name) })))
  return all.flatMap(({ pid, stat }) => {
    const [state, , group] = stat ?? []
    return state === undefined || group === undefined || /[ZXx]/.test(state)
      ? []
      : [{ pid, group: Number(group) }]
  })
}

/** When a process began, in the machine's own count: a number is given again, never with the same start. */
async function startOf(pid: number): Promise<string | undefined> {
  return (await statOf(String(pid)))?.[19]
}

/** The fields of proc(5) from the third, `state`, on: the name before them can hold anything. */
async function statOf(pid: string): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

async function markOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => undefined)
  const start = `${MARK}=`
  return text
    ?.split('\0')
    .find((entry) => entry.startsWith(start))
    ?.slice(start.length)
}
