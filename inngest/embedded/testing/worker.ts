import { appendFileSync } from 'node:fs'
import { startEngine } from './harness'

// A process of its own, for tests that kill it: runs of ten waves, each noted in a file outside the database.
const ledger = process.env.LEDGER
if (!ledger) throw new Error('LEDGER is not set: it names the file that each step is noted in.')

await startEngine((client) => [
  client.createFunction(
    { id: 'waves', retries: 20, triggers: [{ event: 'waves' }] },
    async ({ event, step }) => {
      for (let n = 0; n < 10; n++) {
        await step.run(`wave-${n}`, async () => {
          appendFileSync(ledger, `${event.data.key} ${n}\n`)
          await new Promise((resolve) => setTimeout(resolve, 15))
        })
        if (n % 3 === 2) await step.sleepUntil(`nap-${n}`, new Date(Date.now() + 30))
      }
      return event.data.key
    },
  ),
])
