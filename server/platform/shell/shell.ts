import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { commandEnvironment } from './environment'
import { endOrphans, ownerMark } from './process-tree'
import { runProcess } from './run-process'
import { createWorkspaces, type ShellUser, type Workspaces } from './workspaces'

/** The language's `ShellCommand`, which the platform may not import. */
export interface Command {
  /** A program and its arguments; no shell reads them. */
  argv: string[]
  env: Record<string, string>
  stdin?: string
  /** Of stdout and stderr each; what comes after is dropped, and said so. */
  maxOutputBytes: number
  /** Aborts: the whole process group is ended. */
  signal: AbortSignal
  onLine(stream: 'stdout' | 'stderr', line: string): void
}

export type CommandResult =
  | {
      ok: true
      /** Null: a signal ended it. */
      exitCode: number | null
      signal: string | null
      stdout: string
      stderr: string
      isTruncated: boolean
      durationMs: number
    }
  /** `shell_not_found`, `shell_failed_to_start`, `cancelled` */
  | { ok: false; code: string; message: string }

export interface Shell {
  /** Runs a command in the run's own folder, which is made when there is none. Never throws. */
  run(runId: string, command: Command): Promise<CommandResult>
  removeWorkspace: Workspaces['remove']
  sweepWorkspaces: Workspaces['sweep']
}

export interface ShellOptions {
  /** Where the folders of runs lie. */
  directory: string
  /** Whom commands run as; absent: whom this process runs as. Only root can choose. */
  user?: ShellUser
  /** Between asking the processes of a command to end and ending them. */
  graceMs?: number
}

/**
 * Commands of runs. When a command ends, is stopped or times out, everything that it started ends, too; what a
 * server left running that was killed itself ends before the first command of the next one.
 */
export function createShell(options: ShellOptions): Shell {
  const { directory, user, graceMs = 5_000 } = options
  const workspaces = createWorkspaces(path.resolve(directory), user)
  let orphansEnded: Promise<void> | undefined
  return {
    removeWorkspace: workspaces.remove,
    sweepWorkspaces: workspaces.sweep,
    async run(runId, command) {
      orphansEnded ??= endOrphans(graceMs)
      await orphansEnded
      const opened = await workspaces.open(runId).catch(refuseWorkspace)
      if (typeof opened !== 'string') return opened
      const mark = `${await ownerMark()}.${randomBytes(12).toString('hex')}`
      const env = commandEnvironment(opened, command.env)
      return runProcess({ ...command, cwd: opened, env, mark, graceMs, ...(user && { user }) })
    },
  }
}

function refuseWorkspace(error: unknown): CommandResult {
  const reason = error instanceof Error ? error.message : String(error)
  return {
    ok: false,
    code: 'shell_failed_to_start',
    message: `The folder of this run could not be made. An operator can look at PAWL_WORKSPACES. ${reason}`,
  }
}
