import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Command, type CommandResult, createShell, type Shell } from './index'

const RUN = 'run_1'
let directory: string
let shell: Shell

beforeAll(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), 'pawl-shell-')), 'workspaces')
  shell = createShell({ directory, graceMs: 300 })
})

afterAll(() => rm(path.dirname(directory), { recursive: true, force: true }))

describe('a command', () => {
  test('gives its output, its lines as they come, and how it ended', async () => {
    const { result, lines } = await sh('echo one; echo two; echo three >&2; exit 3')
    expect(result).toMatchObject({
      ok: true,
      exitCode: 3,
      signal: null,
      stdout: 'one\ntwo\n',
      stderr: 'three\n',
      isTruncated: false,
    })
    expect(lines.sort()).toEqual(['stderr three', 'stdout one', 'stdout two'])
  })

  test('is read by no shell: an argument stays what it is', async () => {
    const { result } = await run({ argv: ['printf', '%s', '$HOME; `id` && "x y"'] })
    expect(result).toMatchObject({ stdout: '$HOME; `id` && "x y"' })
  })

  test('reads stdin to its end, and may ignore it', async () => {
    expect((await run({ argv: ['cat'], stdin: 'häh\n' })).result).toMatchObject({ stdout: 'häh\n' })
    expect((await run({ argv: ['cat'] })).result).toMatchObject({ stdout: '', exitCode: 0 })
    expect((await run({ argv: ['true'], stdin: 'x'.repeat(5_000_000) })).result).toMatchObject({
      exitCode: 0,
    })
  })

  test('sees what it was given and nothing of the server', async () => {
    vi.stubEnv('PAWL_SECRET_KEY', 'AGE-SECRET-KEY-1X')
    vi.stubEnv('DATABASE_URL', 'postgresql://u:p@h/d')
    const { result } = await run({ argv: ['env'], env: { GREETING: 'hi', LANG: 'de_DE.UTF-8' } })
    const names = stdoutOf(result)
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0])
    expect(names.sort()).toEqual(['GREETING', 'HOME', 'LANG', 'PATH', 'PAWL_COMMAND', 'TMPDIR'])
    expect(stdoutOf(result)).toContain(`HOME=${path.join(directory, RUN)}\n`)
    expect(stdoutOf(result)).toContain('LANG=de_DE.UTF-8\n')
  })

  test('tells the signal that ended it', async () => {
    expect((await sh('kill -9 $$')).result).toMatchObject({ ok: true, exitCode: null, signal: 'SIGKILL' })
  })

  test('that does not exist is told by its name', async () => {
    expect((await run({ argv: ['no-such-program'] })).result).toMatchObject({
      ok: false,
      code: 'shell_not_found',
      message: expect.stringContaining('"no-such-program"'),
    })
  })

  test.each([
    ['without a name', [], 'names no program'],
    ['with a NUL', ['echo', 'a\0b'], 'null byte'],
    ['that is not executable', ['./plain.txt'], 'chmod +x'],
    ['with too large an argument', ['echo', 'x'.repeat(3_000_000)], 'stdin'],
  ])('%s does not start, and why is told', async (_, argv, why) => {
    await sh('echo text > plain.txt')
    expect((await run({ argv })).result).toMatchObject({
      ok: false,
      code: 'shell_failed_to_start',
      message: expect.stringContaining(why),
    })
  })
})

describe('the output', () => {
  test('is cut at its limit, in the middle of no character, and says so; half a line is not told', async () => {
    const { result, lines } = await run({ argv: ['printf', 'ab\nüü\ncd\n'], maxOutputBytes: 6 })
    expect(result).toMatchObject({ stdout: 'ab\nü', isTruncated: true, exitCode: 0 })
    expect(lines).toEqual(['stdout ab'])
  })

  test('of exactly its limit is whole', async () => {
    const { result } = await run({ argv: ['printf', 'abc'], maxOutputBytes: 3 })
    expect(result).toMatchObject({ stdout: 'abc', isTruncated: false })
  })

  test('far beyond its limit neither fills the memory nor holds up the command', async () => {
    const before = process.memoryUsage().rss
    const { result } = await run({ argv: ['head', '-c', '200000000', '/dev/zero'], maxOutputBytes: 1_000 })
    expect(result).toMatchObject({ exitCode: 0, isTruncated: true })
    expect(stdoutOf(result)).toHaveLength(1_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })

  test('has characters whole that come in two pieces', async () => {
    const { result, lines } = await sh(String.raw`printf 'x\303'; sleep 0.2; printf '\274y\n'`)
    expect(result).toMatchObject({ stdout: 'xüy\n' })
    expect(lines).toEqual(['stdout xüy'])
  })

  test('that is no text has a mark for what cannot be read', async () => {
    const { result } = await sh(String.raw`printf 'a\377b'`)
    expect(result).toMatchObject({ stdout: 'a\uFFFDb' })
  })

  test('has long lines cut in the log and whole in the result; Windows ends of lines are no part of one', async () => {
    const { result, lines } = await run({
      argv: ['node', '-e', "process.stdout.write('y'.repeat(8192) + '\\r\\n' + 'x'.repeat(20000) + '\\nz')"],
    })
    expect(lines).toEqual([`stdout ${'y'.repeat(8_192)}`, `stdout ${'x'.repeat(8_192)}…`, 'stdout z'])
    expect(stdoutOf(result)).toHaveLength(8_194 + 20_002)
  })
})

describe('a stopped command', () => {
  test('ends with all that it started, also with what left its group or does not listen', async () => {
    const stop = new AbortController()
    const script = `
      trap '' TERM
      sh -c "trap '' TERM; echo deaf \\$\\$; while :; do sleep 0.1; done" &
      setsid sh -c 'echo away $$; while :; do sleep 0.1; done' &
      while :; do sleep 0.1; done`
    const pids: number[] = []
    const { result } = await run({
      argv: ['sh', '-c', script],
      signal: stop.signal,
      onLine(_, line) {
        pids.push(Number(line.split(' ')[1]))
        if (pids.length === 2) stop.abort()
      },
    })
    expect(result).toEqual({ ok: false, code: 'cancelled', message: 'The command was stopped.' })
    expect(pids).toHaveLength(2)
    expect(pids.filter(isRunning)).toEqual([])
  })

  test('may end in order when it is asked to', async () => {
    const stop = new AbortController()
    const { result } = await sh(
      "trap 'echo tidy > tidied; exit 0' TERM; echo go; while :; do sleep 0.05; done",
      {
        signal: stop.signal,
        onLine: () => stop.abort(),
      },
    )
    expect(result).toMatchObject({ code: 'cancelled' })
    expect(await readFile(path.join(directory, RUN, 'tidied'), 'utf8')).toBe('tidy\n')
  })

  test('that was to be stopped before it began never begins', async () => {
    const { result } = await sh('touch began', { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ ok: false, code: 'cancelled' })
    expect(await readdir(path.join(directory, RUN))).not.toContain('began')
  })
})

describe('what a command leaves running', () => {
  test('ends with it, and does not hold it up', async () => {
    const { result } = await sh('sleep 600 & echo $!; (setsid sleep 600 >/dev/null 2>&1 & echo $!)')
    expect(result).toMatchObject({ ok: true, exitCode: 0 })
    const pids = stdoutOf(result).trim().split('\n').map(Number)
    expect(pids).toHaveLength(2)
    expect(pids.filter(isRunning)).toEqual([])
  })

  test('may write its last words', async () => {
    const { result } = await sh('(sleep 0.2; echo late) & echo early')
    expect(result).toMatchObject({ stdout: 'early\nlate\n' })
  })

  test('ends before the next server’s first command when its server was killed', async () => {
    const start = await readFile('/proc/self/stat', 'utf8')
    const left = (owner: string) =>
      spawn('sleep', ['600'], { env: { ...process.env, PAWL_COMMAND: `${owner}.00` }, stdio: 'ignore' })
    // A number that was given again: this process did not begin at the start of the machine.
    const orphan = left(`${process.pid}.1`)
    const cared = left(`${process.pid}.${start.slice(start.lastIndexOf(')') + 2).split(' ')[19]}`)
    await Promise.all([orphan, cared].map((child) => new Promise((resolve) => child.once('spawn', resolve))))
    const ended = new Promise((resolve) => orphan.once('exit', (_, signal) => resolve(signal)))
    await createShell({ directory, graceMs: 300 }).run(RUN, command({ argv: ['true'] }))
    expect(await ended).toBe('SIGTERM')
    expect(isRunning(cared.pid ?? 0)).toBe(true)
    cared.kill()
  })
})

describe('the folder of a run', () => {
  test('is its own, closed to others, and kept from command to command', async () => {
    await sh('echo kept > file; echo t > "$TMPDIR/t"')
    expect((await sh('cat file "$TMPDIR/t"; pwd')).result).toMatchObject({
      stdout: `kept\nt\n${path.join(directory, RUN)}\n`,
    })
    expect((await stat(path.join(directory, RUN))).mode & 0o777).toBe(0o700)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    expect((await sh('ls', { runId: 'run_2' })).result).toMatchObject({ stdout: '' })
  })

  test.each(['../run_1', 'run_1/..', '', '.', 'run_1/x'])('cannot be named %j', async (runId) => {
    const { result } = await sh('pwd', { runId })
    expect(result).toMatchObject({ ok: false, code: 'shell_failed_to_start' })
    await expect(shell.removeWorkspace(runId)).rejects.toThrow('names its folder')
  })

  test('is not followed elsewhere when a command put a link in its place', async () => {
    const elsewhere = path.join(path.dirname(directory), 'elsewhere')
    await mkdir(elsewhere)
    await writeFile(path.join(elsewhere, 'precious'), '')
    await symlink(elsewhere, path.join(directory, 'run_3'))
    expect((await sh('pwd', { runId: 'run_3' })).result).toMatchObject({
      code: 'shell_failed_to_start',
      message: expect.stringContaining('not a folder'),
    })
    await shell.removeWorkspace('run_3')
    expect(await readdir(elsewhere)).toEqual(['precious'])
  })

  test('goes with all that is in it; one that never was is gone already', async () => {
    await sh('mkdir -p a/b && touch a/b/c && chmod 500 a/b && ln -s / root', { runId: 'run_4' })
    await shell.removeWorkspace('run_4')
    await shell.removeWorkspace('run_4')
    expect(await readdir(directory)).not.toContain('run_4')
  })

  test('is swept when it was long unused and nobody wants it', async () => {
    const swept = createShell({ directory: path.join(path.dirname(directory), 'swept') })
    const long = 'run_longago run_wanted run_fresh'.split(' ')
    for (const runId of long) await swept.run(runId, command({ argv: ['true'] }))
    const folder = (name: string) => path.join(path.dirname(directory), 'swept', name)
    await mkdir(folder('notes of an operator'))
    const longAgo = new Date(Date.now() - 7_200_000)
    for (const name of ['run_longago', 'run_wanted', 'notes of an operator'])
      await utimes(folder(name), longAgo, longAgo)
    const asked: string[] = []
    const keep = async (runId: string) => {
      asked.push(runId)
      return runId === 'run_wanted'
    }
    expect(await swept.sweepWorkspaces(keep, 3_600_000)).toBe(1)
    expect((await readdir(folder('.'))).sort()).toEqual(['notes of an operator', 'run_fresh', 'run_wanted'])
    expect(asked.sort()).toEqual(['run_longago', 'run_wanted'])
  })

  test('that nobody ever made is nothing to sweep', async () => {
    const none = createShell({ directory: path.join(directory, '..', 'none') })
    expect(await none.sweepWorkspaces(async () => false, 0)).toBe(0)
  })
})

// Only root can become somebody else.
describe.runIf(process.getuid?.() === 0)('another user', () => {
  const user = { uid: 65_534, gid: 65_534 }

  test('runs the commands and owns their folder', async () => {
    const base = path.join(path.dirname(directory), 'shared')
    await chmod(path.dirname(directory), 0o755)
    const theirs = createShell({ directory: base, user })
    const result = await theirs.run(RUN, command({ argv: ['sh', '-c', 'id -u; id -g; touch mine && ls'] }))
    expect(result).toMatchObject({ ok: true, stdout: '65534\n65534\nmine\n' })
    const server = await theirs.run(RUN, command({ argv: ['cat', `/proc/${process.pid}/environ`] }))
    expect(server).toMatchObject({ ok: true, exitCode: 1, stdout: '' })
  })

  test('that Pawl is itself removes folders that it closed to itself', async () => {
    const base = path.join(path.dirname(directory), 'closed')
    await mkdir(base)
    await chown(base, user.uid, user.gid)
    await chmod(path.dirname(directory), 0o755)
    const theirs = createShell({ directory: base, user })
    const script = 'mkdir -p a/b/c; touch a/b/c/d; chmod 0 a/b/c; chmod 500 a/b a'
    await theirs.run(RUN, command({ argv: ['sh', '-c', script] }))
    process.seteuid?.(user.uid)
    try {
      await theirs.removeWorkspace(RUN)
    } finally {
      process.seteuid?.(0)
    }
    expect(await readdir(base)).toEqual([])
  })
})

interface Given extends Partial<Command> {
  runId?: string
}

function sh(script: string, given: Given = {}) {
  return run({ ...given, argv: ['sh', '-c', script] })
}

async function run({ runId = RUN, ...given }: Given) {
  const lines: string[] = []
  const result = await shell.run(
    runId,
    command({ onLine: (stream, line) => void lines.push(`${stream} ${line}`), ...given }),
  )
  return { result, lines }
}

function command(given: Partial<Command>): Command {
  return {
    argv: [],
    env: {},
    maxOutputBytes: 1_000_000,
    signal: new AbortController().signal,
    onLine: () => undefined,
    ...given,
  }
}

function stdoutOf(result: CommandResult): string {
  return result.ok ? result.stdout : ''
}

/** A dead process that nobody has taken notice of counts as ended. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
}
