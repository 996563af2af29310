import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { collectOutput, type OutputCollector } from './collect-output'
import { endTree, isAlive, MARK, type ProcessTree } from './process-tree'
import type { Command, CommandResult } from './shell'
import type { ShellUser } from './workspaces'

export interface ProcessStart extends Command {
  cwd: string
  /** In the environment of everything it starts; tells its processes from all others. */
  mark: string
  graceMs: number
  user?: ShellUser
}

/** What a program left behind may still write for this long after it ended; then it is ended, too. */
const LINGER_MS = 1_000

interface Exit {
  exitCode: number | null
  signal: string | null
}

/** One process and all that it starts, from its start until nothing of it runs. */
export async function runProcess(start: ProcessStart): Promise<CommandResult> {
  if (start.signal.aborted) return STOPPED
  const startedAt = performance.now()
  const started = await spawnIn(start)
  if (!started.ok) return started
  const { child } = started
  const { maxOutputBytes, onLine } = start
  const stdout = collectOutput(maxOutputBytes, (line) => onLine('stdout', line))
  const stderr = collectOutput(maxOutputBytes, (line) => onLine('stderr', line))
  const closed = read(child, stdout, stderr)
  const exit = await untilGone(child, start, closed)
  stdout.end()
  stderr.end()
  if (exit === 'stopped') return STOPPED
  return {
    ok: true,
    ...exit,
    stdout: stdout.text(),
    stderr: stderr.text(),
    isTruncated: stdout.isTruncated() || stderr.isTruncated(),
    durationMs: Math.round(performance.now() - startedAt),
  }
}

const STOPPED: CommandResult = { ok: false, code: 'cancelled', message: 'The command was stopped.' }

type Child = ChildProcessWithoutNullStreams
type Refusal = Extract<CommandResult, { ok: false }>

/** The child in a process group of its own, or why there is none. */
async function spawnIn(start: ProcessStart): Promise<{ ok: true; child: Child } | Refusal> {
  const [program, ...args] = start.argv
  if (program === undefined || program === '')
    return refusal('shell_failed_to_start', 'The command names no program.')
  const env: Record<string, string> = { ...start.env, [MARK]: start.mark }
  try {
    const child = spawn(program, args, {
      cwd: start.cwd,
      // Next declares NODE_ENV to be in every environment; a command's has none unless it is given.
      env: env as NodeJS.ProcessEnv,
      detached: true,
      ...(start.user && { uid: start.user.uid, gid: start.user.gid }),
    })
    await once(child, 'spawn')
    feed(child, start.stdin)
    return { ok: true, child }
  } catch (error) {
    return failedStart(program, error)
  }
}

/** A program may end without reading all that it is given: that is no failure. */
function feed({ stdin }: Child, text: string | undefined): void {
  stdin.on('error', () => undefined)
  stdin.end(text)
}

function read(child: Child, stdout: OutputCollector, stderr: OutputCollector): Promise<unknown> {
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((resolve) => child.once('close', resolve))
}

async function untilGone(
  child: Child,
  { signal, mark, graceMs }: ProcessStart,
  closed: Promise<unknown>,
): Promise<Exit | 'stopped'> {
  const tree: ProcessTree = { groupId: child.pid ?? 0, mark }
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= endTree(tree, graceMs)
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const exit = await exitOf(child)
  signal.removeEventListener('abort', stop)
  const wasStopped = stopping !== undefined
  if (!wasStopped) {
    await atMost(closed, LINGER_MS)
    if (await isAlive(tree)) stop()
  }
  await stopping
  await atMost(closed, LINGER_MS)
  // Whoever still holds the other end carries no mark and left the group on purpose.
  child.stdout.destroy()
  child.stderr.destroy()
  return wasStopped ? 'stopped' : exit
}

function exitOf(child: Child): Promise<Exit> {
  const { exitCode, signalCode } = child
  if (exitCode !== null || signalCode !== null) return Promise.resolve({ exitCode, signal: signalCode })
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ exitCode: code, signal })))
}

async function atMost(promise: Promise<unknown>, limitMs: number): Promise<void> {
  const settled = new AbortController()
  const limit = sleep(limitMs, undefined, { signal: settled.signal }).catch(() => undefined)
  await Promise.race([promise, limit])
  settled.abort()
}

function failedStart(program: string, error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT')
    return refusal(
      'shell_not_found',
      `There is no program "${shown(program)}". Look at its name; a script beginning with #! needs the program it names, too. An operator can install it where Pawl runs.`,
    )
  if (code === 'EACCES' || code === 'EPERM')
    return refusal(
      'shell_failed_to_start',
      `"${shown(program)}" may not be executed (${code}). Give the file the right with chmod +x; an operator can look at the rights of PAWL_WORKSPACES and PAWL_SHELL_USER.`,
    )
  if (code === 'E2BIG')
    return refusal(
      'shell_failed_to_start',
      'The arguments and variables are too large for a command. Give large values as stdin.',
    )
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
  return refusal('shell_failed_to_start', `"${shown(program)}" could not be started. ${reason}`)
}

function refusal(code: string, message: string): Refusal {
  return { ok: false, code, message }
}

function shown(program: string): string {
  return program.length > 80 ? `${program.slice(0, 80)}…` : program
}
