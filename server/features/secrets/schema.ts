import { z } from 'zod'

/** As workflows write it: `secrets.GITHUB_TOKEN`. */
export const secretNameSchema = z
  .string()
  .max(64)
  .regex(
    /^[A-Z][A-Z0-9_]*$/,
    'Use capital letters, digits and underscores, beginning with a letter: GITHUB_TOKEN.',
  )

/** What is shorter cannot be hidden in logs and outputs. */
const SHORTEST_SECRET = 4

export const secretValueSchema = z
  .string()
  .min(
    SHORTEST_SECRET,
    `A secret has at least ${SHORTEST_SECRET} characters: a shorter one could not be hidden in logs and outputs.`,
  )
  .max(32_768, 'A secret holds at most 32,768 characters.')

/** What may be known of a secret. Its value never comes back. */
export const secretSchema = z.object({
  name: z.string(),
  updatedAt: z.iso.datetime(),
  /** Who gave it the present value; null: that person has left. */
  updatedBy: z.string().nullable(),
})
export type Secret = z.output<typeof secretSchema>
