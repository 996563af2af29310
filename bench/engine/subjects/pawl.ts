// Pawl, whole: a published workflow through the operation, outbox, relay, engine, interpreter, run events and
// step rows; in one process as `npm start` has it, or with a worker process of its own.
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant } from '@/server/api/testing/arrange'
import { execute } from '@/server/operations'
import { closeDatabases } from '@/server/platform/db'
import { closeListeners } from '@/server/platform/realtime'
import { watchRuns } from './pawl-endings'
import { startHere, startInItsOwnProcess } from './pawl-workers'
import { serveSubject } from './serve.mjs'
import { type createMeter, SHAPES } from './workloads.mjs'

type Shape = keyof typeof SHAPES
type Meter = ReturnType<typeof createMeter>

void serveSubject(async (meter: Meter) => {
  const tenant = await arrangeTenant('Bench')
  const worker = await (process.env.BENCH_SPLIT === '1' ? startInItsOwnProcess(meter) : startHere(meter))
  const { projectId, orgId, owner } = tenant
  for (const [shape, source] of Object.entries(sources()))
    await publish(shape, source, (operation, input) => execute(operation, owner, { projectId, ...input }))
  const endings = watchRuns(orgId)
  return {
    versions: { pawl: process.env.BENCH_PAWL_VERSION ?? '' },
    async run(shape: Shape) {
      const started = await execute(catalogue.runs.start, owner, { projectId, workflow: shape, inputs: {} })
      // The output of runs.start, by its schema.
      const { id } = started as { id: string }
      await endings.endOf(id)
      // Fifty at a time are counted by their ends alone.
      if (shape !== 'short') await worker.collect()
    },
    async close() {
      endings.stop()
      await worker.stop()
      await closeListeners()
      await closeDatabases()
    },
  }
})

function sources(): Record<Shape, string> {
  const { sequential, parallel, short } = SHAPES
  const branches = Array.from(
    { length: parallel },
    (_, index) => `        b${index}:\n          - id: s${index}\n            set: { empty: true }\n`,
  )
  const fan = `  - id: fan\n    parallel:\n      branches:\n${branches.join('')}`
  return {
    sequential: `version: 1\nname: sequential\nsteps:\n${line(sequential)}`,
    parallel: `version: 1\nname: parallel\nsteps:\n${fan}${line(1)}`,
    short: `version: 1\nname: short\nsteps:\n${line(short)}`,
  }
}

function line(count: number): string {
  return Array.from({ length: count }, (_, index) => `  - id: step${index}\n    set: { empty: true }\n`).join(
    '',
  )
}

async function publish(
  name: string,
  source: string,
  call: (operation: Parameters<typeof execute>[0], input: object) => Promise<unknown>,
): Promise<void> {
  // The output of workflows.create, by its schema.
  const { id } = (await call(catalogue.workflows.create, { name, source })) as { id: string }
  await call(catalogue.workflows.publish, { workflowId: id, source })
}
