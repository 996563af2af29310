import { createHash } from 'node:crypto'
import { createContext, runInContext } from 'node:vm'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { LogLevel } from '@/server/kernel/run-events'
import type { CodeCall, CodeCallKind, ProgramPort } from '../contracts'

interface OpenCall extends CodeCall {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** Turns of the event loop after which code that has not gone on waits for a call. */
const TURNS = 3

/**
 * Runs code with Node's own JavaScript, calls and replays included: for tests that own the clock. It walls nothing
 * off; the sandbox of `platform` does.
 */
export const trustingPrograms: ProgramPort = {
  async run({ source, scope, answers, toldAnswers = answers.length - 1, startedAt }) {
    const made: OpenCall[] = []
    const open = new Set<OpenCall>()
    const clock = { nowMs: startedAt.getTime() }
    const { console, logs, answered } = consoleAfter(toldAnswers)
    const context = createContext({
      ...structuredClone(scope),
      ...callsInto(made, open),
      console,
      Date: dateAt(clock),
    })
    const end = { value: undefined as { ok: boolean; value: unknown } | undefined }
    try {
      const program = runInContext(`(async () => {${source}\n})()`, context) as Promise<unknown>
      program.then(
        (value) => Object.assign(end, { value: { ok: true, value } }),
        (error: unknown) => Object.assign(end, { value: { ok: false, value: error } }),
      )
    } catch (error) {
      end.value = { ok: false, value: error }
    }
    await settle()
    for (const answer of answers) {
      const call = made[answer.index]
      if (!call || call.digest !== answer.digest)
        return {
          ok: false,
          code: 'code_diverged',
          message: `Call ${answer.index} is another one than before.`,
          logs,
        }
      answered()
      clock.nowMs = Date.parse(answer.at)
      open.delete(call)
      if (answer.result.ok) call.resolve(structuredClone(answer.result.output))
      else call.reject(stepError(call.kind, answer.result))
      await settle()
    }
    const calls = [...open].map(({ index, kind, config, digest }) => ({ index, kind, config, digest }))
    if (!end.value && calls.length > 0) return { ok: true, calls, logs }
    if (end.value?.ok) return { ok: true, value: asJson(end.value.value), logs }
    const message = end.value ? messageOf(end.value.value) : 'It waits for something that never comes.'
    return { ok: false, code: 'code_failed', message, logs }
  },
}

/** Keeps what is written after so many answers: an earlier run told the lines before. */
function consoleAfter(toldAnswers: number) {
  const logs: { level: LogLevel; message: string }[] = []
  let count = 0
  const at =
    (level: LogLevel) =>
    (...parts: unknown[]) => {
      const texts = parts.map((part) => (typeof part === 'string' ? part : (JSON.stringify(part) ?? '')))
      if (count > toldAnswers) logs.push({ level, message: texts.join(' ') })
    }
  const [debug, info, warn, error] = [at('debug'), at('info'), at('warn'), at('error')]
  return {
    console: { debug, info, log: info, warn, error },
    logs,
    answered: () => {
      count += 1
    },
  }
}

function callsInto(made: OpenCall[], open: Set<OpenCall>): Record<string, unknown> {
  const call = (kind: CodeCallKind, config: JsonValue) => {
    const digest = createHash('sha256')
      .update(JSON.stringify([kind, config]))
      .digest('hex')
    return new Promise((resolve, reject) => {
      const opened: OpenCall = { index: made.length, kind, config: asJson(config), digest, resolve, reject }
      made.push(opened)
      open.add(opened)
    })
  }
  return {
    http: (config: JsonValue) => call('http', typeof config === 'string' ? { url: config } : config),
    agent: (config: JsonValue) => call('agent', config),
    approval: (config: JsonValue) => call('approval', config),
    sleep: (time: string | number) => call('wait', { for: typeof time === 'number' ? `${time}ms` : time }),
    tool: (use: string, input: JsonValue = {}) => call('tool', { use, input }),
    workflow: (use: string, more: JsonObject = {}) => call('workflow', { use, ...more }),
  }
}

function dateAt(clock: { nowMs: number }): DateConstructor {
  return class extends Date {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(clock.nowMs)
      else super(parts[0] as string)
    }
    static override now() {
      return clock.nowMs
    }
  } as DateConstructor // code calls it with `new`, or reads `now`
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

function asJson(value: unknown): JsonValue {
  // What JSON.stringify writes, JSON.parse reads as a JSON value.
  return JSON.parse(JSON.stringify(value) ?? 'null') as JsonValue
}

/** What a call that failed throws, and how it is told when nobody catches it: as in the sandbox of `platform`. */
function stepError(kind: CodeCallKind, { code, message }: { code: string; message: string }): Error {
  return Object.assign(new Error(message), { name: 'StepError', kind, code })
}

function messageOf(error: unknown): string {
  if (error instanceof Error && 'kind' in error && 'code' in error)
    return `\`${error.kind}\` failed with ${error.code}: ${error.message}`
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error)
}
