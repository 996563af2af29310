import { cron, type Inngest } from 'inngest'
import { nightlyRequested } from '../events'

/** What a night does. Each may be done twice, and stopped at any instant. */
export interface NightlyPorts {
  /** Ids after this one, in order. */
  organizations(after: string, limit: number): Promise<string[]>
  /** Deletes and erases what an organization keeps no longer; false: the time was over first. */
  sweep(orgId: string, now: Date): Promise<{ isDone: boolean }>
  /** Removes what is over in the whole instance. */
  tidy(now: Date): Promise<void>
  /** Removes for good what was deleted long enough ago; false: the time was over first. */
  purge(now: Date): Promise<{ isDone: boolean }>
}

const PAGE = 200
/** An Inngest server holds at most 1,000 steps a run; before that a fresh engine run goes on. */
const MAX_SWEEPS = 800
const MAX_PURGES = 100

/** Honours retention each night at 03:17 UTC, an organization after the other, and tidies the instance. */
export function nightly(client: Inngest, ports: NightlyPorts) {
  return client.createFunction(
    { id: 'nightly', triggers: [cron('17 3 * * *'), nightlyRequested], retries: 3, concurrency: 1 },
    async ({ event, step }) => {
      const given = nightlyRequested.schema.safeParse(event.data)
      const night = given.success
        ? given.data
        : await step.run('begin', () => ({ now: new Date().toISOString(), after: '' }))
      const now = new Date(night.now)
      if (night.after === '') await step.run('tidy', () => ports.tidy(now).then(() => null))
      if (night.after === '') {
        let isDone = false
        for (let purges = 0; !isDone && purges < MAX_PURGES; purges += 1)
          ({ isDone } = await step.run(`purge-${purges}`, () => ports.purge(now)))
      }
      const orgIds = await step.run('organizations', () => ports.organizations(night.after, PAGE))
      let sweeps = 0
      let after = night.after
      for (const orgId of orgIds) {
        for (let isDone = false; !isDone && sweeps < MAX_SWEEPS; sweeps += 1)
          ({ isDone } = await step.run(`sweep-${sweeps}`, () => ports.sweep(orgId, now)))
        if (sweeps >= MAX_SWEEPS) break
        after = orgId
      }
      const isOver = orgIds.length < PAGE && after === (orgIds.at(-1) ?? night.after)
      if (!isOver) await step.sendEvent('go-on', nightlyRequested.create({ now: night.now, after }))
      return { sweeps }
    },
  )
}
