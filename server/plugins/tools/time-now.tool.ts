import { z } from 'zod'
import { defineTool } from './tool'

const zone = z
  .string()
  .refine(isTimeZone, { error: 'Expected a time zone such as Europe/Berlin, or UTC.' })
  .default('UTC')
  .meta({ description: 'Whose date and time of day; UTC unless said otherwise.' })

/** The time when the step ran: the same wherever it is read later. */
export const timeNow = defineTool({
  name: 'time.now',
  title: 'The time now',
  docs: `Gives the time at which the step runs. \`iso\` and \`epochMs\` are the instant, the others how a clock in \`zone\` shows it.

\`\`\`yaml
- id: now
  tool:
    use: time.now
    input: { zone: Europe/Berlin }
\`\`\``,
  input: z.strictObject({ zone }),
  output: z.object({
    iso: z.iso.datetime(),
    epochMs: z.int(),
    zone: z.string(),
    date: z.iso.date(),
    time: z.string(),
    weekday: z.string(),
    offset: z.string(),
  }),
  async run(input, { now }) {
    return {
      ok: true,
      output: { iso: now.toISOString(), epochMs: now.getTime(), ...clockOf(now, input.zone) },
    }
  },
})

function clockOf(now: Date, zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    weekday: 'long',
    timeZoneName: 'longOffset',
  })
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return {
    zone,
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    weekday: part('weekday'),
    // `GMT+01:00`; plain `GMT` is no offset at all.
    offset: part('timeZoneName').slice(3) || '+00:00',
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
