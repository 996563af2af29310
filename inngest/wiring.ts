import { randomUUID } from 'node:crypto'
import { createModelPort } from '@/server/features/models/port'
import { createRunStore, failRun, recordModelUsage } from '@/server/features/runs/port'
import { secretPort } from '@/server/features/secrets/port'
import { runWave, systemClock, type WavePorts } from '@/server/language/interpreter'
import { givenEnv } from '@/server/platform/env'
import { logger } from '@/server/platform/logger'
import { createSafeHttp } from '@/server/platform/safe-http'
import { createSandbox } from '@/server/platform/sandbox'
import { stepKinds } from '@/server/plugins'
import type { RunWorkflowPorts } from './functions/run-workflow'

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
      http: createSafeHttp({ allowedHosts: givenEnv().PAWL_ALLOWED_HOSTS }),
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
