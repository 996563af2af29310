import { randomUUID } from 'node:crypto'
import { giveUpInvitationMail, sendInvitationMail } from '@/server/features/invitations/port'
import { foldMetrics } from '@/server/features/metrics/port'
import { createModelPort } from '@/server/features/models/port'
import { nightlyPort } from '@/server/features/retention/port'
import { createRunStore, failRun, recordModelUsage } from '@/server/features/runs/port'
import { secretPort } from '@/server/features/secrets/port'
import { createProjectHttp } from '@/server/features/settings/port'
import { runWave, systemClock, type WavePorts } from '@/server/language/interpreter'
import { givenEnv } from '@/server/platform/env'
import { logger } from '@/server/platform/logger'
import { createSafeHttp } from '@/server/platform/safe-http'
import { createSandbox } from '@/server/platform/sandbox'
import { stepKinds } from '@/server/plugins'
import type { NightlyPorts } from './functions/nightly'
import type { RunWorkflowPorts } from './functions/run-workflow'
import type { SendMailPorts } from './functions/send-mail'

let sandbox: ReturnType<typeof createSandbox> | undefined

/** Lists the ports that features and platform export; nothing is decided here. */
export function runWorkflowPorts(): RunWorkflowPorts {
  const ports = wavePorts()
  return {
    async wave(request) {
      const result = await runWave(ports, request)
      return result.kind === 'ended' ? { kind: 'ended' } : result
    },
    giveUp: (request, reason) => failRun(request, { code: 'engine_failure', message: reason }),
  }
}

/** What `fold-metrics` does each minute. */
export const foldMetricsPort = foldMetrics

/** What `nightly` does. */
export const nightlyPorts: NightlyPorts = nightlyPort

export function sendMailPorts(): SendMailPorts {
  return { send: sendInvitationMail, giveUp: giveUpInvitationMail }
}

/** Ends the sandbox's threads. */
export async function closeWiring(): Promise<void> {
  await sandbox?.close()
  sandbox = undefined
}

function wavePorts(): WavePorts {
  sandbox ??= createSandbox()
  return {
    store: createRunStore({ publicUrl: givenEnv().PAWL_URL ?? 'http://localhost:3000' }),
    steps: {
      sandbox,
      http: createProjectHttp(createSafeHttp({ allowedHosts: givenEnv().PAWL_ALLOWED_HOSTS })),
      models: createModelPort({ onUsage: recordModelUsage }),
      secrets: secretPort,
    },
    handlerOf: (kind) => stepKinds.get(kind),
    clock: systemClock,
    random: Math.random,
    newNonce: randomUUID,
    reportBug: (error, at) => logger.error({ err: error, ...at }, 'A step handler threw what it should not.'),
  }
}
