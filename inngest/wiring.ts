import { blobPort } from '@/server/features/blobs/port'
import { eventPort } from '@/server/features/events/port'
import { giveUpInvitationMail, sendInvitationMail } from '@/server/features/invitations/port'
import { foldMetrics } from '@/server/features/metrics/port'
import { createModelPort } from '@/server/features/models/port'
import { nightlyPort } from '@/server/features/retention/port'
import { slotPort, sweepPlaces } from '@/server/features/run-slots/port'
import {
  admitRun,
  cachePort,
  childRunPort,
  createRunStore,
  failRun,
  numberWakes,
  recordModelUsage,
  sealPort,
  workHere,
} from '@/server/features/runs/port'
import { secretPort } from '@/server/features/secrets/port'
import { createProjectHttp, createProjectShell } from '@/server/features/settings/port'
import type { StepKindName } from '@/server/language/contracts'
import { runWave, systemClock, type WavePorts } from '@/server/language/interpreter'
import { sign } from '@/server/platform/crypto'
import { isDatabaseAway } from '@/server/platform/db'
import { givenEnv } from '@/server/platform/env'
import { logger } from '@/server/platform/logger'
import { observeWave, timedHandlers } from '@/server/platform/metrics'
import { createSafeHttp } from '@/server/platform/safe-http'
import { createSandbox } from '@/server/platform/sandbox'
import { instanceShell } from '@/server/platform/shell'
import { stepKinds, toolPort } from '@/server/plugins'
import type { NightlyPorts } from './functions/nightly'
import type { RunWorkflowPorts } from './functions/run-workflow'
import type { SendMailPorts } from './functions/send-mail'
import type { RelayPorts } from './relay'

const handlerOf = timedHandlers((kind: StepKindName) => stepKinds.get(kind))

let shared: ReturnType<typeof createSandbox> | undefined

/** Lists the ports that features and platform export; nothing is decided here. */
export function runWorkflowPorts(): RunWorkflowPorts {
  const ports = wavePorts()
  return {
    async wave(request) {
      const startedMs = performance.now()
      const result = await runWave(ports, request)
      observeWave(performance.now() - startedMs)
      return result.kind === 'ended' ? { kind: 'ended' } : result
    },
    giveUp: (request, reason) => failRun(request, { code: 'engine_failure', message: reason }),
  }
}

/** What the relay asks before it tells the engine. */
export const relayPorts: RelayPorts = {
  admit: (request) => admitRun({ sandbox: sandbox() }, request),
  numberWakes,
}

/** Has runs that are started in this process begun in it. */
export { workHere }

/** What `fold-metrics` does each minute. */
export const foldMetricsPort = foldMetrics

/** What `sweep-places` does each minute. */
export const sweepPlacesPort = sweepPlaces

/** What `nightly` does. */
export const nightlyPorts: NightlyPorts = nightlyPort

export function sendMailPorts(): SendMailPorts {
  return { send: sendInvitationMail, giveUp: giveUpInvitationMail }
}

/** Ends the sandbox's threads. */
export async function closeWiring(): Promise<void> {
  await shared?.close()
  shared = undefined
}

function sandbox(): ReturnType<typeof createSandbox> {
  shared ??= createSandbox()
  return shared
}

/** All that a wave touches of the world. */
export function wavePorts(): WavePorts {
  return {
    store: createRunStore({ publicUrl: givenEnv().PAWL_URL ?? 'http://localhost:3000' }),
    steps: {
      sandbox: sandbox(),
      programs: sandbox(),
      http: createProjectHttp(createSafeHttp({ allowedHosts: givenEnv().PAWL_ALLOWED_HOSTS })),
      models: createModelPort({ onUsage: recordModelUsage }),
      secrets: secretPort,
      events: eventPort,
      runs: childRunPort,
      blobs: blobPort,
      seals: sealPort,
      cache: cachePort,
      slots: slotPort,
      shell: createProjectShell(instanceShell()),
      tools: toolPort,
    },
    handlerOf,
    clock: systemClock,
    random: Math.random,
    nonceOf: (runId) => sign('secret markers', runId),
    isInterruption: isDatabaseAway,
    reportBug: (error, at) => logger.error({ err: error, ...at }, 'A step handler threw what it should not.'),
  }
}
