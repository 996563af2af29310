import { cron, type Inngest } from 'inngest'
import { drainOutbox, type RelayPorts } from '../relay'

/** The net under the relay that each worker runs itself: whatever a dead worker left is told within a minute. */
export function relayOutbox(client: Inngest, ports: RelayPorts) {
  return client.createFunction(
    { id: 'relay-outbox', triggers: [cron('* * * * *')], retries: 0, concurrency: 1 },
    async ({ step }) => step.run('drain', () => drainOutbox((events) => client.send(events), ports)),
  )
}
