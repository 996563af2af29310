import { formatDuration } from '@/server/kernel/durations'
import type { JsonObject } from '@/server/kernel/json'
import type { RunError, RunOutcome } from '@/server/kernel/run-events'
import type { CommitItem } from '../../contracts'
import { type EvaluationContext, evaluateText, evaluateValue } from '../../expressions'
import type { SlotResult } from '../plan/plan-node'
import { MAX_OUTPUT_BYTES, tooLarge } from './check-output'
import { storableText, toStorable } from './storable'
import { withResultsReadBy } from './stored-results'
import type { WaveContext } from './wave-context'

const MAX_TITLE = 300
const MAX_TAG = 100

/** The run's own title and tags. A text whose expression fails must not fail the run: it is left out. */
export async function titleRun(wave: WaveContext): Promise<CommitItem | undefined> {
  const { runTitle, tags, title, name } = wave.snapshot.definition
  if (wave.snapshot.fragment || (runTitle === undefined && tags.length === 0)) return undefined
  const text = async (written: string, longest: number) => {
    const result = await evaluateText(written, evaluationOf(wave, wave.scope()))
    if (!result.ok || result.value === null) return ''
    const value = typeof result.value === 'string' ? result.value : JSON.stringify(result.value)
    return wave.secrets.mask(storableText(value)).trim().slice(0, longest)
  }
  const evaluated = runTitle === undefined ? '' : await text(runTitle, MAX_TITLE)
  const evaluatedTags: string[] = []
  for (const tag of tags) evaluatedTags.push(await text(tag, MAX_TAG))
  return {
    type: 'run.titled',
    title: evaluated === '' ? (title ?? name) : evaluated,
    tags: [...new Set(evaluatedTags)].filter((tag) => tag !== ''),
  }
}

/** Why the main part is being stopped from outside of its steps. */
export type Stop = { kind: 'cancelled' } | { kind: 'failed'; error: RunError }

/** How the main part of a run ended, all its lists being over. */
export async function mainOutcome(
  wave: WaveContext,
  end: SlotResult,
  stop: Stop | undefined,
): Promise<RunOutcome> {
  if (stop)
    return stop.kind === 'cancelled' ? { status: 'cancelled' } : { status: 'failed', error: stop.error }
  if (end.kind === 'failed') return { status: 'failed', error: end.error }
  if (end.kind === 'cancelled')
    return failed({ code: 'cancelled', message: 'A step of the run was cancelled.' })
  const { definition, fragment } = wave.snapshot
  if (definition.output === undefined || fragment) return { status: 'succeeded', output: end.output }
  const scope = { ...wave.scope(), steps: wave.planner.main.visibleSteps }
  const read = await withResultsReadBy(wave, JSON.stringify(definition.output), scope)
  const evaluated = await evaluateValue(definition.output, evaluationOf(wave, read), 'output')
  if (!evaluated.ok) {
    const { code, message } = evaluated.failure
    return failed(wave.secrets.mask({ code, message }))
  }
  const stored = toStorable(evaluated.value)
  if (!stored.ok) return failed({ code: 'output_invalid', message: stored.message })
  if (stored.bytes > MAX_OUTPUT_BYTES)
    return failed({ code: 'output_too_large', message: tooLarge("The run's output", stored.bytes) })
  return {
    status: 'succeeded',
    output: await wave.stored.keep(wave.secrets.mask(stored.value), stored.bytes, false),
  }
}

function failed(error: RunError): RunOutcome {
  return { status: 'failed', error }
}

export function runTimeout(timeoutMs: number): RunError {
  return {
    code: 'run_timeout',
    message: `The run took longer than its timeout of ${formatDuration(timeoutMs)}.`,
  }
}

function evaluationOf(wave: WaveContext, scope: JsonObject): EvaluationContext {
  return { scope, sandbox: wave.ports.steps.sandbox, orgId: wave.snapshot.orgId }
}
