import { z } from 'zod'
import { hostPatternProblem, SETTING_TEXTS } from './rules'

export const MAX_RETENTION_DAYS = 3_650
const MAX_HOSTS = 200

/** Whole days; null: for ever. */
export const retentionDaysSchema = z.number().int().min(1).max(MAX_RETENTION_DAYS).nullable()

export const hostPatternSchema = z
  .string()
  .max(253)
  .superRefine((pattern, context) => {
    const problem = hostPatternProblem(pattern)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })

/** Hosts that may be called; null: any public host. */
export const allowedHostsSchema = z
  .array(hostPatternSchema)
  .max(MAX_HOSTS, `A list holds at most ${MAX_HOSTS} hosts.`)
  .nullable()

interface Setting<Shape extends z.ZodType> {
  shape: Shape
  /** What holds where neither the organization nor the project says otherwise. */
  default: z.output<Shape>
  label: string
  meaning: string
  unit: 'days' | 'hosts' | 'switch'
}

/** Every setting there is: its shape, what holds by default, and what it means to people. */
export const SETTINGS = {
  'retention.runs': setting({
    shape: retentionDaysSchema,
    default: null,
    ...SETTING_TEXTS['retention.runs'],
    unit: 'days',
  }),
  'retention.events': setting({
    shape: retentionDaysSchema,
    default: null,
    ...SETTING_TEXTS['retention.events'],
    unit: 'days',
  }),
  'retention.payloads': setting({
    shape: retentionDaysSchema,
    default: null,
    ...SETTING_TEXTS['retention.payloads'],
    unit: 'days',
  }),
  'network.allowedHosts': setting({
    shape: allowedHostsSchema,
    default: null,
    ...SETTING_TEXTS['network.allowedHosts'],
    unit: 'hosts',
  }),
  'shell.enabled': setting({
    shape: z.boolean(),
    default: false,
    ...SETTING_TEXTS['shell.enabled'],
    unit: 'switch',
  }),
} as const

// Object.keys of a const table gives exactly its keys.
export const SETTING_KEYS = Object.keys(SETTINGS) as [SettingKey, ...SettingKey[]]
export type SettingKey = keyof typeof SETTINGS
export type SettingValue<Key extends SettingKey> = z.output<(typeof SETTINGS)[Key]['shape']>
export type SettingValues = { [Key in SettingKey]: SettingValue<Key> }

export const settingKeySchema = z.enum(SETTING_KEYS)

/** Of any setting; each checks it by its own shape. */
export const settingValueSchema = z.union([
  z.number().int(),
  z.boolean(),
  z.array(z.string().max(253)).max(MAX_HOSTS),
  z.null(),
])

export const SETTING_SOURCES = ['instance', 'organization', 'project'] as const
export type SettingSource = (typeof SETTING_SOURCES)[number]

/** Every setting of an organization or project: what holds, and where that comes from. */
export const settingsSchema = z.object({
  'retention.runs': entry(retentionDaysSchema),
  'retention.events': entry(retentionDaysSchema),
  'retention.payloads': entry(retentionDaysSchema),
  'network.allowedHosts': entry(allowedHostsSchema),
  'shell.enabled': entry(z.boolean()).extend({
    /** Whether the instance allows it at all; without that the setting changes nothing. */
    isAvailable: z.boolean(),
  }),
})
export type Settings = z.output<typeof settingsSchema>

function entry<Shape extends z.ZodType>(shape: Shape) {
  const source = z.enum(SETTING_SOURCES)
  return z.object({
    /** What holds. */
    value: shape,
    source,
    /** As it was set here, where it was: of a list of hosts only what the organization allows, too, counts. */
    own: shape.optional(),
    /** What would hold if it were not set here. */
    inherited: z.object({ value: shape, source }),
    updatedAt: z.iso.datetime().nullable(),
    /** Null: not set here, or by somebody who has left. */
    updatedBy: z.string().nullable(),
    /** Of an organization: names of its projects that set their own. */
    ownIn: z.array(z.string()),
  })
}

function setting<Shape extends z.ZodType>(described: Setting<Shape>): Setting<Shape> {
  return described
}
