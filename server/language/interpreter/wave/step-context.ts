import type { ModelPort, ModelRequest, RunSnapshot, StepContext, StepPorts } from '../../contracts'
import type { SecretMarkers } from '../../expressions'
import type { PlanNode } from '../plan/plan-node'
import { SENSITIVE } from './sensitive'
import { createStepLog } from './step-log'
import type { RunSecrets, WaveContext } from './wave-context'

interface HandlerContext {
  /** `markers`: what stands for secrets in `config`, for kinds that put the values in. */
  fields: Omit<StepContext<unknown>, 'signal'> & { markers: SecretMarkers }
  /** From here on what the handler still logs is not kept: the attempt is over. */
  close(): void
}

/** What a handler gets for one attempt. */
export function handlerContext(
  wave: WaveContext,
  node: PlanNode,
  prepared: Pick<StepContext<unknown>, 'config' | 'scope' | 'answers' | 'toldAnswers'>,
): HandlerContext {
  const { snapshot, ports, secrets } = wave
  const { path, step, attempt } = node
  let isClosed = false
  const log = createStepLog({ path, attempt }, (event) => {
    const { message, data, ...place } = event
    const told = step.sensitive
      ? { message: SENSITIVE }
      : {
          message: secrets.mask(message),
          ...(data === undefined ? {} : { data: secrets.mask(data) }),
        }
    wave.post(() => {
      if (!isClosed) wave.commits.addQuietly({ ...place, ...told })
    })
  })
  return {
    close: () => {
      isClosed = true
    },
    fields: {
      config: prepared.config,
      scope: prepared.scope,
      orgId: snapshot.orgId,
      projectId: snapshot.projectId,
      runId: snapshot.runId,
      path,
      attempt,
      idempotencyKey: `${snapshot.runId}:${path}`,
      now: ports.clock.now(),
      startedAt: new Date(node.startedAt ?? ports.clock.now()),
      answers: prepared.answers,
      ...(prepared.toldAnswers === undefined ? {} : { toldAnswers: prepared.toldAnswers }),
      ...(step.output ? { outputSchema: step.output } : {}),
      log,
      markers: secrets.markers,
      ports: {
        ...ports.steps,
        ...onceAnAttempt(ports.steps, snapshot, node),
        secrets: secrets.port,
        models: modelsFor(wave, node),
      },
    },
  }
}

/**
 * What a step does once for each attempt that failed, it does again after a resume, whose attempts count from one
 * anew. An attempt that its process did not survive is the same one again.
 */
export function onceAnAttempt(
  { events, runs }: StepPorts,
  { generation }: RunSnapshot,
  { failures }: PlanNode,
): Pick<StepPorts, 'events' | 'runs'> {
  const attempt = failures + 1 + (generation - 1) * ATTEMPTS_A_GENERATION
  return {
    events: { ...events, emit: (caller, event) => events.emit({ ...caller, attempt }, event) },
    runs: {
      ...runs,
      start: (caller, request) => runs.start({ ...caller, attempt }, request),
      startFragment: (caller, fragment) => runs.startFragment({ ...caller, attempt }, fragment),
    },
  }
}

/** More than a step can have. */
const ATTEMPTS_A_GENERATION = 1_000

/**
 * Adds up what a step's model calls cost, for `steps.<id>.costUsd` (the ledger is the model port's own), and
 * hides secrets in what streams in.
 */
function modelsFor({ ports, secrets }: WaveContext, node: PlanNode): ModelPort {
  return {
    async complete(caller, request) {
      const { masked, end } = maskingStream(request, secrets)
      const result = await ports.steps.models.complete(caller, masked)
      end()
      const cost = result.ok ? result.answer.costNanos : null
      if (cost !== null) node.costNanos = String(BigInt(node.costNanos ?? '0') + BigInt(cost))
      return result
    },
  }
}

function maskingStream(
  request: ModelRequest,
  secrets: RunSecrets,
): { masked: ModelRequest; end: () => void } {
  const { onText } = request
  if (!onText) return { masked: request, end: () => undefined }
  const stream = secrets.maskStream()
  const tell = (text: string) => {
    if (text !== '') onText(text)
  }
  return {
    masked: { ...request, onText: (delta) => tell(stream.push(delta)) },
    end: () => tell(stream.end()),
  }
}
