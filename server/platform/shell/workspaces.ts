import { chmod, chown, lstat, mkdir, readdir, rm, utimes } from 'node:fs/promises'
import path from 'node:path'
import { TEMPORARY } from './environment'

export interface ShellUser {
  uid: number
  gid: number
}

export interface Workspaces {
  /** The folder of a run, made when there is none, for this user's eyes only. */
  open(runId: string): Promise<string>
  /** Removes the folder of a run with all that is in it; nothing happens when there is none. */
  remove(runId: string): Promise<void>
  /** Removes the folders that no command used for that long and that `keep` does not want. How many. */
  sweep(keep: (runId: string) => Promise<boolean>, olderThanMs: number): Promise<number>
}

/** As ids are made; nothing that could lead out of the directory. */
const RUN_ID = /^[a-z]+_[a-z0-9]+$/

/** One folder a run below `directory`, named by the run's id alone. */
export function createWorkspaces(directory: string, user?: ShellUser): Workspaces {
  const folderOf = (runId: string) => {
    if (!RUN_ID.test(runId)) throw new Error(`A run's id names its folder; this is none: ${runId}`)
    return path.join(directory, runId)
  }
  const remove = async (runId: string) => removeFolder(folderOf(runId))
  return {
    async open(runId) {
      const folder = folderOf(runId)
      await mkdir(directory, { recursive: true, mode: 0o700 })
      // Another user has to pass through to its own folder, and sees no names of others.
      if (user) await chmod(directory, 0o711)
      await own(folder, user)
      await own(path.join(folder, TEMPORARY), user)
      const now = new Date()
      await utimes(folder, now, now)
      return folder
    },
    remove,
    async sweep(keep, olderThanMs) {
      let removed = 0
      for (const { name, usedAt } of await list(directory)) {
        if (usedAt.getTime() > Date.now() - olderThanMs || (await keep(name))) continue
        await remove(name)
        removed += 1
      }
      return removed
    },
  }
}

/** Makes the folder, or sees that it is still one: a command can put a link in its place. */
async function own(folder: string, user: ShellUser | undefined): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  if (!(await lstat(folder)).isDirectory()) throw new Error(`${folder} is not a folder any more.`)
  if (user) await chown(folder, user.uid, user.gid)
}

async function list(directory: string): Promise<{ name: string; usedAt: Date }[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  const folders = entries.filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name))
  return Promise.all(
    folders.map(async ({ name }) => ({ name, usedAt: (await lstat(path.join(directory, name))).mtime })),
  )
}

async function removeFolder(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 }
  try {
    await rm(folder, options)
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error
    // Package managers leave folders behind that nobody may write to.
    await makeWritable(folder)
    await rm(folder, options)
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name))
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
