import type { JsonValue } from '@/server/kernel/json'
import type { ProgramAnswer, ProgramCall, ProgramRequest, ProgramResult, Sandbox } from '../index'

export const MIB = 1024 * 1024
export const STARTED_AT = new Date('2026-11-21T10:00:00.000Z')

export function programRequest(source: string, more: Partial<ProgramRequest> = {}): ProgramRequest {
  return {
    orgId: 'org_a',
    source,
    scope: { inputs: {} },
    timeoutMs: 5_000,
    memoryBytes: 32 * MIB,
    answers: [],
    startedAt: STARTED_AT,
    seed: 'run_1:step',
    ...more,
  }
}

export type Reply = { ok: true; output: JsonValue } | { ok: false; code: string; message: string }

export const given = (output: JsonValue): Reply => ({ ok: true, output })
export const refused = (code: string, message = 'No.'): Reply => ({ ok: false, code, message })

/** The answer to a call, the given seconds after the start. */
export function answerTo(call: ProgramCall, result: Reply, afterSeconds = 1): ProgramAnswer {
  const at = new Date(STARTED_AT.getTime() + afterSeconds * 1_000).toISOString()
  return { index: call.index, kind: call.kind, digest: call.digest, at, result }
}

/** The open calls of a program that waits; anything else is an error of the test. */
export function openCalls(result: ProgramResult): ProgramCall[] {
  if (result.ok && 'calls' in result) return result.calls
  throw new Error(`The program does not wait: ${JSON.stringify(result)}`)
}

/** The only open call. */
export function onlyCall(result: ProgramResult): ProgramCall {
  const [call, ...others] = openCalls(result)
  if (call === undefined || others.length > 0) throw new Error(`Not one call: ${JSON.stringify(result)}`)
  return call
}

export function callAt(calls: readonly ProgramCall[], index: number): ProgramCall {
  const call = calls[index]
  if (call === undefined) throw new Error(`There is no call at ${index}.`)
  return call
}

/** Runs a program up to its calls, then again with these replies to them in their order. */
export async function replayWith(
  sandbox: Sandbox,
  source: string,
  replies: readonly Reply[],
): Promise<ProgramResult> {
  const calls = openCalls(await sandbox.run(programRequest(source)))
  const answers = replies.map((reply, index) => answerTo(callAt(calls, index), reply))
  return sandbox.run(programRequest(source, { answers }))
}

/** Runs a program to its end, answering the oldest open call each time. */
export async function driveProgram(
  sandbox: Sandbox,
  source: string,
  reply: (call: ProgramCall) => Reply,
  more: Partial<ProgramRequest> = {},
): Promise<{ result: ProgramResult; answers: ProgramAnswer[]; logs: string[] }> {
  const answers: ProgramAnswer[] = []
  const logs: string[] = []
  for (;;) {
    const result = await sandbox.run(programRequest(source, { ...more, answers }))
    logs.push(...result.logs.map(({ message }) => message))
    if (!result.ok || 'value' in result) return { result, answers, logs }
    const [call] = result.calls
    if (call === undefined) throw new Error('It waits for no call.')
    answers.push(answerTo(call, reply(call), answers.length + 1))
  }
}
