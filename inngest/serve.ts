import type { Inngest } from 'inngest'
import { serve } from 'inngest/edge'
import { foldMetrics } from './functions/fold-metrics'
import { nightly } from './functions/nightly'
import { relayOutbox } from './functions/relay-outbox'
import { type RunWorkflowPorts, runWorkflow } from './functions/run-workflow'
import { sendMail } from './functions/send-mail'
import { sweepPlaces } from './functions/sweep-places'
import {
  foldMetricsPort,
  nightlyPorts,
  relayPorts,
  runWorkflowPorts,
  sendMailPorts,
  sweepPlacesPort,
} from './wiring'

/** The SDK's handler over all our functions: a web request in, a web response out. */
export function serveFunctions(
  client: Inngest,
  runs: RunWorkflowPorts = runWorkflowPorts(),
): (request: Request) => Promise<Response> {
  return serve({
    client,
    functions: [
      runWorkflow(client, runs),
      relayOutbox(client, relayPorts),
      sendMail(client, sendMailPorts()),
      foldMetrics(client, foldMetricsPort),
      sweepPlaces(client, sweepPlacesPort),
      nightly(client, nightlyPorts),
    ],
  })
}
