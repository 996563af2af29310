import type { JsonSchema } from '@/server/kernel/json'
import { STEP_STATUSES } from '@/server/kernel/statuses'

/** What `steps.<id>` holds, as a schema. */
export function stepSchema(output: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: {
      output,
      status: { enum: [...STEP_STATUSES] },
      error: {},
      attempts: { type: 'integer' },
      costUsd: {},
    },
  }
}
