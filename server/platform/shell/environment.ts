import path from 'node:path'

/** Below a run's folder: where its commands put what is temporary. */
export const TEMPORARY = '.tmp'

const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What a command sees: enough to find programs, nothing of the server's own variables, then what it was given. */
export function commandEnvironment(
  workspace: string,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    PATH: process.env.PATH || USUAL_PATH,
    HOME: workspace,
    LANG: 'C.UTF-8',
    TMPDIR: path.join(workspace, TEMPORARY),
    ...given,
  }
}
