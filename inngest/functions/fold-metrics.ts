import { cron, type Inngest } from 'inngest'

/**
 * Every minute, figures counted since the last time are added to the rows that charts read. What it has not
 * come to is read from where it was counted, so a late or missed call shows nowhere.
 */
export function foldMetrics(client: Inngest, fold: () => Promise<{ folded: number }>) {
  return client.createFunction(
    { id: 'fold-metrics', triggers: [cron('* * * * *')], retries: 0, concurrency: 1 },
    async ({ step }) => step.run('fold', fold),
  )
}
