import { z } from 'zod'
import { emailSchema, passwordSchema } from '@/server/features/sessions/schema'

/** What the first owner fills in. */
export const onboardingSchema = z.object({
  token: z.string().min(1),
  name: z.string().trim().min(1, 'Write your name.').max(100),
  email: emailSchema,
  password: passwordSchema,
  organization: z.string().trim().min(1, 'Name the organization.').max(100),
})
export type OnboardingInput = z.input<typeof onboardingSchema>
