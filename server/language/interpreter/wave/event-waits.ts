import type { EmittedEvent, StepFailure } from '../../contracts'
import type { WaitConfig } from '../../definition'
import { evaluateCondition } from '../../expressions'
import type { PlanNode } from '../plan/plan-node'
import { evaluationOf, prepareStep } from './prepare-step'
import type { OpenWait } from './wait-keeper'
import type { WaveContext } from './wave-context'

type Found = { ok: true; event: EmittedEvent } | { ok: false; failure: StepFailure }

/** The first event that this step waits for, if it has come; or why that cannot be told. */
export async function findEvent(wave: WaveContext, wait: OpenWait): Promise<Found | undefined> {
  const { node, state } = wait
  const { orgId, projectId } = wave.snapshot
  const { eventName, since } = state
  if (eventName === undefined || since === undefined) throw new Error(`${node.path} waits for no event.`)
  const prepared = await prepareStep(wave, node)
  if (prepared.kind === 'refused') return { ok: false, failure: prepared.failure }
  if (prepared.kind !== 'run') return undefined
  const { match } = eventConfig(prepared.config)
  for (let from = new Date(since); ; ) {
    const events = await wave.ports.steps.events.since({ orgId, projectId }, eventName, from)
    for (const event of events) {
      const context = evaluationOf(wave, { ...prepared.scope, event: { ...event } })
      const matches = match === undefined ? TRUE : await evaluateCondition(match, context, 'wait.event.match')
      if (!matches.ok) return matches
      if (matches.value) return { ok: true, event }
    }
    const last = events.at(-1)
    if (!last || Date.parse(last.at) <= from.getTime()) return undefined
    from = new Date(last.at)
  }
}

/** What it means that no such event came in time. */
export async function onTimeoutOf(wave: WaveContext, node: PlanNode): Promise<'fail' | 'continue'> {
  const prepared = await prepareStep(wave, node)
  return prepared.kind === 'run' ? eventConfig(prepared.config).onTimeout : 'fail'
}

const TRUE = { ok: true, value: true } as const

function eventConfig(config: unknown): Extract<WaitConfig, { kind: 'event' }> {
  // `prepareStep` parsed it with the schema of `wait`.
  const parsed = config as WaitConfig
  if (parsed.kind !== 'event') throw new Error('This step waits for no event.')
  return parsed
}
