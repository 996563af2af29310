import { cron, type Inngest } from 'inngest'

/** The net under concurrency limits: each minute, places that a dead process left are given to whoever waits. */
export function sweepPlaces(client: Inngest, sweep: () => Promise<{ granted: number }>) {
  return client.createFunction(
    { id: 'sweep-places', triggers: [cron('* * * * *')], retries: 0, concurrency: 1 },
    async ({ step }) => step.run('sweep', sweep),
  )
}
