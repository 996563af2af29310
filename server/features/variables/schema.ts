import { z } from 'zod'
import type { JsonValue } from '@/server/kernel/json'

/** As workflows write it: `vars.region`. */
export const variableNameSchema = z
  .string()
  .max(64)
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'Use letters, digits and underscores, beginning with a letter: apiBase, region_2.',
  )

export const MAX_VARIABLE_BYTES = 65_536
export const MAX_VARIABLES = 500

/** Any JSON value. */
export const variableValueSchema = z
  .json()
  .refine((value) => bytesOf(value) <= MAX_VARIABLE_BYTES, 'A variable holds at most 64 KiB of JSON.')

export const variableDescriptionSchema = z.string().trim().max(500)

export const variableSchema = z.object({
  name: variableNameSchema,
  value: z.json(),
  description: z.string().nullable(),
  updatedAt: z.iso.datetime(),
  /** Null: that person has left. */
  updatedBy: z.string().nullable(),
})
export type Variable = z.output<typeof variableSchema>

function bytesOf(value: JsonValue): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength
}
