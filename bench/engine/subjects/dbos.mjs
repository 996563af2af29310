// DBOS as its guide sets it up: a library in this process, with its tables in Postgres.
import { DBOS } from '@dbos-inc/dbos-sdk'
import { serveSubject } from './serve.mjs'
import { SHAPES } from './workloads.mjs'

void serveSubject(async ({ step }) => {
  const empty = async () => step()
  const oneByOne = (count) => async () => {
    for (let index = 0; index < count; index += 1) await DBOS.runStep(empty, { name: `step${index}` })
  }
  const workflows = {
    sequential: DBOS.registerWorkflow(oneByOne(SHAPES.sequential), { name: 'sequential' }),
    short: DBOS.registerWorkflow(oneByOne(SHAPES.short), { name: 'short' }),
    parallel: DBOS.registerWorkflow(
      async () => {
        await Promise.all(
          Array.from({ length: SHAPES.parallel }, (_, index) =>
            DBOS.runStep(empty, { name: `branch${index}` }),
          ),
        )
        await DBOS.runStep(empty, { name: 'after' })
      },
      { name: 'parallel' },
    ),
  }
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: process.env.BENCH_DATABASE_URL,
    logLevel: 'error',
  })
  await DBOS.launch()
  return {
    versions: { dbos: process.env.BENCH_DBOS_VERSION ?? '' },
    async run(shape) {
      const handle = await DBOS.startWorkflow(workflows[shape])()
      await handle.getResult()
    },
    close: () => DBOS.shutdown(),
  }
})
