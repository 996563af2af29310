import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { parseFunctions } from '../protocol/function-config'
import type { Database } from '../store/database'
import { saveFunctions } from '../store/functions'

const shape = z.looseObject({ appName: z.string().min(1), functions: z.array(z.unknown()) })

/** Takes an app's registration; refuses functions that ask for what the engine does not do. */
export async function register(db: Database, body: unknown): Promise<{ modified: boolean }> {
  const parsed = shape.safeParse(body)
  if (!parsed.success)
    throw new AppError(
      'invalid_input',
      `The registration is not understood: ${z.prettifyError(parsed.error)}`,
    )
  const functions = parseFunctions(parsed.data.functions)
  const modified = await db.transaction((tx) => saveFunctions(tx, parsed.data.appName, functions))
  return { modified }
}
