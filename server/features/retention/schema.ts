import { z } from 'zod'
import { retentionDaysSchema } from '@/server/features/settings/schema'
import { MOST_COUNTED } from './rules'

export const retentionRulesSchema = z.object({
  /** Days to keep; null: for ever. Left out: as the project has it. */
  runs: retentionDaysSchema.optional(),
  events: retentionDaysSchema.optional(),
  payloads: retentionDaysSchema.optional(),
})

const countSchema = z.number().int().max(MOST_COUNTED)

/** How many runs the next night would touch; `MOST_COUNTED` stands for that many or more. */
export const retentionPreviewSchema = z.object({
  /** Deleted whole. */
  runs: countSchema,
  /** Whose log is deleted. */
  events: countSchema,
  /** Whose payloads are erased. */
  payloads: countSchema,
})
export type RetentionPreview = z.output<typeof retentionPreviewSchema>
