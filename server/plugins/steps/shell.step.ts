import { createMask, type Mask } from '@/server/kernel/masking'
import type {
  ShellCommand,
  ShellResult,
  StepContext,
  StepFailure,
  StepKind,
  StepOutcome,
} from '@/server/language/contracts'
import type { ShellConfig } from '@/server/language/definition/kinds'
import { type MarkedContext, mapValues, revealSecrets } from './reveal-secrets'
import { type CommandLog, createCommandLog } from './shell/command-log'
import { secretsAndLines } from './shell/secret-lines'

type Ended = Extract<ShellResult, { ok: true }>
type ShellContext = StepContext<ShellConfig> & MarkedContext

/** How much of the end of an output stands in an error. */
const LINES_TOLD = 20
const CHARACTERS_TOLD = 2_000
const KIB = 1024

/**
 * Runs a command in the run's folder, where instance and project allow it. Secrets are put into `env` and `stdin`
 * here, at the edge, and hidden again wherever the command prints them.
 */
export const shellStep: StepKind<ShellConfig> = {
  kind: 'shell',
  async run(context: ShellContext): Promise<StepOutcome> {
    const { config, orgId, projectId, runId, ports } = context
    const allowed = await ports.shell.check({ orgId, projectId })
    if (!allowed.ok) return failed({ code: 'shell_disabled', message: allowed.message })
    const { env, stdin } = config
    const revealed = await revealSecrets(context, { env, stdin })
    if (!revealed.ok) return { kind: 'failed', failure: revealed.failure }
    const mask = createMask(secretsAndLines(revealed.secrets))
    const log = createCommandLog(context.log, mask)
    const command: ShellCommand = {
      argv: config.argv,
      env: mapValues(env, revealed.put),
      ...(stdin !== undefined && { stdin: revealed.put(stdin) }),
      maxOutputBytes: config.maxOutputBytes,
      signal: context.signal,
      onLine: log.line,
    }
    const result = await ports.shell.run({ orgId, projectId, runId }, command)
    if (!result.ok) return failed({ code: result.code, message: mask.text(result.message) })
    return outcomeOf(masked(result, config, mask), context, log)
  },
}

function outcomeOf(result: Ended, { config, log }: ShellContext, lines: CommandLog): StepOutcome {
  const { exitCode, stdout, stderr, isTruncated } = result
  lines.end()
  if (isTruncated) {
    const limit = `${Math.floor(config.maxOutputBytes / KIB)} KiB`
    log(
      'warn',
      `The command wrote more than ${limit}; what came after was dropped. Raise maxOutputKb for more.`,
    )
  }
  return exitCode !== null && config.successCodes.includes(exitCode)
    ? { kind: 'succeeded', output: { exitCode, stdout, stderr } }
    : { kind: 'failed', failure: unexpectedEnd(result, config) }
}

/** Of a cut text, the end may be the beginning of a secret: it is left out as far as one could reach. */
function masked(result: Ended, { maxOutputBytes }: ShellConfig, mask: Mask): Ended {
  // The cut leaves out half a character, which has three bytes at most.
  const isCut = (text: string) => result.isTruncated && Buffer.byteLength(text) > maxOutputBytes - 4
  const hide = (text: string) => (isCut(text) ? mask.stream().push(text) : mask.text(text))
  return { ...result, stdout: hide(result.stdout), stderr: hide(result.stderr) }
}

function unexpectedEnd({ exitCode, signal, stdout, stderr }: Ended, config: ShellConfig): StepFailure {
  const wanted = config.successCodes.join(', ')
  const how =
    exitCode === null
      ? `The command was ended by the signal ${signal}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}.`
      : `The command ended with exit code ${exitCode}; expected ${wanted}.`
  const [out, err] = [endOf(stdout), endOf(stderr)]
  const last = (err || out).split('\n').at(-1) ?? ''
  return {
    code: 'shell_exit',
    message: last === '' ? how : `${how} Its last line: ${last}`,
    retryable: true,
    details: { exitCode, signal, stderr: err, stdout: out },
  }
}

function endOf(text: string): string {
  return text.trimEnd().split('\n').slice(-LINES_TOLD).join('\n').slice(-CHARACTERS_TOLD)
}

function failed({ code, message }: { code: string; message: string }): StepOutcome {
  return { kind: 'failed', failure: { code, message, retryable: false } }
}
