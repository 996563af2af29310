import { z } from 'zod'
import { defineStream } from '@/server/operations'
import { changes } from '@/server/platform/realtime'

export const watchChanges = defineStream({
  name: 'changes.watch',
  summary: 'Tells what to read again: nouns whose lists changed, and how far the logs of runs reach.',
  within: 'org',
  permission: 'organizations.read',
  route: 'GET /changes',
  input: z.object({}),
  output: z.object({
    /** True: something may have been missed, read everything again. */
    all: z.boolean(),
    topics: z.array(z.string()),
    runs: z.record(z.string(), z.number().int()),
  }),
  async *run({ scope, signal }) {
    let count = 0
    const next = () => {
      count += 1
      return String(count)
    }
    const announced = changes(scope.orgId, signal)
    yield [next(), { all: true, topics: [], runs: {} }]
    for await (const change of announced)
      yield [
        next(),
        change
          ? { all: false, topics: change.topics, runs: change.runs }
          : { all: true, topics: [], runs: {} },
      ]
  },
})
