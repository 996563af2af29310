import { z } from 'zod'

export const sampleFormSchema = z.object({
  name: z.string().trim().min(1, 'Write a name.').max(40, 'Use at most 40 characters.'),
  address: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'Use small letters, digits and hyphens.')
    .max(40, 'Use at most 40 characters.'),
  role: z.enum(['builder', 'viewer'], 'Choose a role.'),
  isPrivate: z.boolean(),
  notes: z.string(),
})
