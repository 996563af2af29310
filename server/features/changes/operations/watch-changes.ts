import { z } from 'zod'
import { defineStream } from '@/server/operations'
import { changes } from '@/server/platform/realtime'
import { requireStillAllowed } from '../require-still-allowed'
import { whileAllowed } from '../while-allowed'

/** The net under an announcement that was lost: a right that ended is noticed this late at most. */
const CHECK_EVERY_MS = 30_000

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
  async *run({ scope, caller, signal }) {
    let count = 0
    const next = () => {
      count += 1
      return String(count)
    }
    const ended = new AbortController()
    const either = AbortSignal.any([signal, ended.signal])
    const announced = changes(scope.orgId, either)
    const check = () => requireStillAllowed(caller, scope.orgId)
    try {
      yield [next(), { all: true, topics: [], runs: {} }]
      for await (const change of whileAllowed(announced, { check, everyMs: CHECK_EVERY_MS, signal: either }))
        yield [
          next(),
          change
            ? { all: false, topics: change.topics, runs: change.runs }
            : { all: true, topics: [], runs: {} },
        ]
    } finally {
      ended.abort()
    }
  },
})
