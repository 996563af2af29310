import { formatDuration } from '@/server/kernel/durations'
import type { RunError } from '@/server/kernel/run-events'
import type { CommitItem } from '../../contracts'
import { type EvaluationContext, evaluateText, evaluateValue } from '../../expressions'
import type { SlotResult } from '../plan/plan-node'
import { MAX_OUTPUT_BYTES, tooLarge } from './check-output'
import { storableText, toStorable } from './storable'
import type { WaveContext } from './wave-context'

const MAX_TITLE = 300
const MAX_TAG = 100

/** The run's own title and tags. A text whose expression fails must not fail the run: it is left out. */
export async function titleRun(wave: WaveContext): Promise<CommitItem | undefined> {
  const { runTitle, tags, title, name } = wave.snapshot.definition
  if (runTitle === undefined && tags.length === 0) return undefined
  const text = async (written: string, longest: number) => {
    const result = await evaluateText(written, evaluationOf(wave, {}))
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

/** How the run ends, all its lists being over. */
export async function endRun(
  wave: WaveContext,
  end: SlotResult,
  stop: { kind: 'cancelled' } | { kind: 'failed'; error: RunError } | undefined,
): Promise<Extract<CommitItem, { type: 'run.succeeded' | 'run.failed' | 'run.cancelled' }>> {
  if (stop)
    return stop.kind === 'cancelled' ? { type: 'run.cancelled' } : { type: 'run.failed', error: stop.error }
  if (end.kind === 'failed') return { type: 'run.failed', error: end.error }
  if (end.kind === 'cancelled') {
    return { type: 'run.failed', error: { code: 'cancelled', message: 'A step of the run was cancelled.' } }
  }
  const { output } = wave.snapshot.definition
  if (output === undefined) return { type: 'run.succeeded', output: end.output }
  const { visibleSteps } = wave.planner.root
  const evaluated = await evaluateValue(output, evaluationOf(wave, { steps: visibleSteps }), 'output')
  if (!evaluated.ok) {
    const { code, message } = evaluated.failure
    return { type: 'run.failed', error: wave.secrets.mask({ code, message }) }
  }
  const stored = toStorable(evaluated.value)
  if (stored.ok && stored.bytes <= MAX_OUTPUT_BYTES) {
    return { type: 'run.succeeded', output: wave.secrets.mask(stored.value) }
  }
  const message = stored.ok ? tooLarge("The run's output", stored.bytes) : stored.message
  return { type: 'run.failed', error: { code: 'output_too_large', message } }
}

export function runTimeout(timeoutMs: number): RunError {
  return {
    code: 'run_timeout',
    message: `The run took longer than its timeout of ${formatDuration(timeoutMs)}.`,
  }
}

function evaluationOf(wave: WaveContext, more: EvaluationContext['scope']): EvaluationContext {
  return {
    scope: { ...wave.baseScope, ...more },
    sandbox: wave.ports.steps.sandbox,
    orgId: wave.snapshot.orgId,
  }
}
