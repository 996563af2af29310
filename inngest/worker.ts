import type { Inngest } from 'inngest'
import { usesInngestServer } from '@/server/platform/env'
import { logger } from '@/server/platform/logger'
import { engineMetrics, exposeEngine } from '@/server/platform/metrics'
import { relayHere } from '@/server/platform/outbox'
import { listenFor } from '@/server/platform/realtime'
import { createInngest } from './client'
import { createEngine } from './embedded'
import { drainOutbox, type SendEvents } from './relay'
import { createRelayAtOnce } from './relay-at-once'
import { keepRunFoldersTidy } from './run-folders'
import { serveFunctions } from './serve'
import { createWavesAhead } from './waves-ahead'
import { closeWiring, relayPorts, runWorkflowPorts, workHere } from './wiring'

export interface Worker {
  stop(): Promise<void>
}

/** The one function whose steps do more than change rows beside the engine's own: a mail that is sent is sent. */
const MAILING = 'pawl-send-mail'

/** The net under a lost NOTIFY, and the clock of bells that ring again. */
const RELAY_EVERY_MS = 1_000

/** Starts the relay and, where no Inngest server is configured, the embedded engine. */
export async function startWorker(): Promise<Worker> {
  const engine = usesInngestServer() ? undefined : await startEngine()
  const relay = startRelay(engine?.send ?? sendThrough(createInngest()))
  const stopTidying = keepRunFoldersTidy()
  return {
    async stop() {
      stopTidying()
      await relay.stop()
      await engine?.stop()
      await closeWiring()
    },
  }
}

/** The SDK reads every variable several times a call, and each look into the process's own environment is slow. */
function keepEnvironmentAtHand(): void {
  process.env = { ...process.env }
}

function sendThrough(client: Inngest): SendEvents {
  return (events) => client.send(events)
}

async function startEngine(): Promise<{ send: SendEvents; stop(): Promise<void> }> {
  const databaseUrl = process.env.PAWL_SYSTEM_DATABASE_URL
  if (!databaseUrl) throw new Error('PAWL_SYSTEM_DATABASE_URL is not set; npm start and npm test set it.')
  keepEnvironmentAtHand()
  const engine = createEngine({
    databaseUrl,
    tenantOf: ({ data }) => (typeof data.orgId === 'string' ? data.orgId : ''),
    isStateShared: (functionId) => functionId !== MAILING,
    areSendersKeeping: true,
    metrics: engineMetrics,
    log: (level, message, fields) => logger[level](fields ?? {}, message),
  })
  const client = createInngest(engine.clientOptions)
  const waves = createWavesAhead(runWorkflowPorts())
  await engine.start(serveFunctions(client, waves.ports))
  const stopWorking = workHere({
    begin: (run, when) => waves.begin(run, { ...when, room: engine.roomFor(run.orgId) }),
  })
  const hide = exposeEngine(() => engine.stats())
  return {
    // Without the SDK's client, which would make a request of it first.
    send: engine.send,
    async stop() {
      hide()
      stopWorking()
      await engine.stop()
    },
  }
}

/** Tells what this process posts at once, and drains the outbox whenever its bell rings, one drain at a time. */
function startRelay(send: SendEvents): Worker {
  const atOnce = createRelayAtOnce(send, relayPorts)
  const stopTaking = relayHere(atOnce)
  let draining: Promise<void> | undefined
  let again = false
  let stopped = false
  const drain = async () => {
    do {
      again = false
      await drainOutbox(send, relayPorts).catch((error: unknown) => {
        if (!stopped) logger.warn({ err: error }, 'The outbox could not be relayed; trying again.')
      })
    } while (again && !stopped)
    draining = undefined
  }
  const ring = () => {
    if (stopped) return
    if (draining) again = true
    else draining = drain()
  }
  const stopListening = listenFor('outbox', ring)
  const timer = setInterval(ring, RELAY_EVERY_MS)
  ring()
  return {
    async stop() {
      stopped = true
      stopTaking()
      stopListening()
      clearInterval(timer)
      await Promise.all([atOnce.stop(), draining])
    },
  }
}
