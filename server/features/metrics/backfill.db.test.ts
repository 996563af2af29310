import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant } from '@/server/api/testing/arrange'
import { execute } from '@/server/operations'
import { recordUsage } from '../usage'

test('an instance that is upgraded shows the history of its runs and of its spend', async () => {
  const { owner, orgId, projectId } = await arrangeTenant('Old')
  const figures = () => execute(catalogue.metrics.series, owner, { projectId, to: new Date().toISOString() })
  const input = { projectId, workflow: 'release-notes', inputs: {} }
  for (let count = 0; count < 3; count += 1) await execute(catalogue.runs.start, owner, input)
  await withOwner(`UPDATE "Run" SET status = 'succeeded', "startedAt" = "createdAt" + interval '2 seconds',
                          "finishedAt" = "createdAt" + interval '9 seconds' WHERE number = 1`)
  await withOwner(`UPDATE "Run" SET status = 'failed', "finishedAt" = "createdAt" WHERE number = 2`)
  const tokens = {
    uncachedInputTokens: 1,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 4,
    reasoningTokens: 0,
  }
  const call = {
    orgId,
    projectId,
    runId: '',
    path: 'test',
    attempt: 1,
    provider: 'gpt',
    model: 'gpt-5-mini',
    ...tokens,
  }
  await recordUsage({ ...call, costNanos: '70' })
  await recordUsage({ ...call, costNanos: null })
  const counted = await figures()
  expect(counted).toMatchObject({
    totals: { runs: 3, succeeded: 1, failed: 1, active: 1, spend: { costNanos: '70' } },
  })

  await withOwner(`DROP TABLE "RunMetric", "RunMetricDelta";
                   DROP INDEX "Run_failed_idx";
                   DROP FUNCTION metric_bucket, metric_bucket_between;
                   DROP FUNCTION count_new_run, count_changed_run, count_usage CASCADE`)
  await withOwner(await migration(), 'DATABASE_URL')
  expect(await figures()).toEqual(counted)
  await execute(catalogue.runs.start, owner, input)
  expect(await figures()).toMatchObject({ totals: { runs: 4, active: 2 } })
})

async function migration(): Promise<string> {
  const directory = path.resolve('prisma/migrations')
  const name = (await readdir(directory)).find((entry) => entry.endsWith('_metrics'))
  return readFile(path.join(directory, name ?? '', 'migration.sql'), 'utf8')
}

async function withOwner(
  sql: string,
  url: 'DATABASE_URL' | 'TEST_SUPERUSER_DATABASE_URL' = 'TEST_SUPERUSER_DATABASE_URL',
): Promise<void> {
  const client = new pg.Client({ connectionString: process.env[url] })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
