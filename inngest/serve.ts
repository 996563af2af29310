import type { Inngest } from 'inngest'
import { serve } from 'inngest/edge'
import { relayOutbox } from './functions/relay-outbox'
import { runWorkflow } from './functions/run-workflow'
import { runWorkflowPorts } from './wiring'

/** The SDK's handler over all our functions: a web request in, a web response out. */
export function serveFunctions(client: Inngest): (request: Request) => Promise<Response> {
  return serve({ client, functions: [runWorkflow(client, runWorkflowPorts()), relayOutbox(client)] })
}
