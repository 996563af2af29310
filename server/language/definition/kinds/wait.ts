import { z } from 'zod'
import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { FORMATS } from '../json-schema/formats'
import {
  type ConfigPath,
  conditionField,
  durationField,
  eventNameField,
  isMapping,
  type KindDefinition,
} from './kind'

const instant = z
  .string({ error: 'Expected a date such as `2026-12-24`, or `2026-12-24T18:00:00Z`.' })
  .transform((text, context) => {
    const at = readInstant(text)
    if (at === undefined) {
      context.issues.push({
        code: 'custom',
        message: `\`${text}\` is not a date such as \`2026-12-24\`, or \`2026-12-24T18:00:00Z\`.`,
        input: text,
        params: { code: 'invalid_date' },
      })
    }
    return at ?? ''
  })
  .meta({
    description:
      'A date (its start in UTC), or a time with its zone. Nothing is waited for one that has passed.',
    examples: ['2026-12-24T18:00:00Z'],
  })

const event = z
  .strictObject({
    name: eventNameField.meta({ description: 'The name of the event.' }),
    match: conditionField(
      'An expression over `event`, without `${{ }}`; events for which it is not true are passed over.',
    ).optional(),
    timeout: durationField('How long to wait; without it, as long as it takes.').optional(),
    onTimeout: z.enum(['fail', 'continue']).default('fail').meta({
      description: '`fail`: with the code `timeout`. `continue`: the output is `null`.',
    }),
  })
  .meta({ description: 'The first event of this name since the step started.' })

const schema = z
  .strictObject({
    // Code may sleep for no time at all.
    for: durationField('How long to wait.', { mayBeZero: true }).optional(),
    until: instant.optional(),
    event: event.optional(),
  })
  .refine((written) => Object.values(written).filter((value) => value !== undefined).length === 1, {
    error: 'Choose exactly one of `for`, `until` and `event`.',
  })
  .transform(({ for: durationMs, until, event }): WaitConfig => {
    if (event !== undefined) {
      const { name, match, timeout, onTimeout } = event
      return {
        kind: 'event',
        name,
        ...(match === undefined ? {} : { match }),
        ...(timeout === undefined ? {} : { timeoutMs: timeout }),
        onTimeout,
      }
    }
    return until === undefined ? { kind: 'for', durationMs: durationMs ?? 0 } : { kind: 'until', at: until }
  })

/** `at` is an ISO instant in UTC. `match` comes as written: it is evaluated for each event. */
export type WaitConfig =
  | { kind: 'for'; durationMs: number }
  | { kind: 'until'; at: string }
  | { kind: 'event'; name: string; match?: string; timeoutMs?: number; onTimeout: 'fail' | 'continue' }

export const waitKind: KindDefinition & { schema: typeof schema } = {
  name: 'wait',
  title: 'Wait for a while, a date or an event',
  docs: `Waits: \`for\` a duration, \`until\` a date, or for an \`event\` that a run emits or that comes from outside. The run takes no resources meanwhile and survives restarts. For an event, the output is \`{ id, name, data, at }\`; otherwise it is empty.

\`\`\`yaml
- id: pause
  wait: { for: 10m }
- id: morning
  wait: { until: "\${{ inputs.day }}T08:00:00Z" }
- id: paid
  wait:
    event:
      name: invoice.paid
      match: event.data.number == inputs.number
      timeout: 14d
\`\`\``,
  schema,
  retry: 'none',
  secretFields: [],
  roleOf: (path) => (isMatch(path) ? 'condition' : 'template'),
  namesAt: (path) => (isMatch(path) ? [['event', EVENT]] : []),
  outputOf(config) {
    if (!isMapping(config) || config.event === undefined) return { type: 'object', properties: {} }
    return isGivingUp(config.event) ? { ...EVENT, type: ['object', 'null'] } : EVENT
  },
}

const EVENT: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    data: { description: 'What the event carries.' },
    at: { type: 'string', description: 'When it was emitted.' },
  },
}

function isMatch([key, field, ...deeper]: ConfigPath): boolean {
  return key === 'event' && field === 'match' && deeper.length === 0
}

function isGivingUp(event: JsonValue): boolean {
  return isMapping(event) && event.onTimeout === 'continue'
}

function readInstant(text: string): string | undefined {
  const isInstant = FORMATS.date?.test(text) || FORMATS['date-time']?.test(text)
  const time = isInstant ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
