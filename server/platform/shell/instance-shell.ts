import path from 'node:path'
import { givenEnv } from '../env'
import { createShell, type Shell } from './shell'

let shell: Shell | undefined

/** The shell of this process, as the operator set it up. */
export function instanceShell(): Shell {
  const { PAWL_WORKSPACES: directory, PAWL_DATA_DIR: data, PAWL_SHELL_USER: user } = givenEnv()
  shell ??= createShell({
    directory: directory ?? path.join(data, 'workspaces'),
    ...(user && { user }),
  })
  return shell
}
