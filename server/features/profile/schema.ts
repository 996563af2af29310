import { z } from 'zod'
import { passwordSchema } from '@/server/features/sessions/schema'

export const personNameSchema = z.string().trim().min(1, 'Write your name.').max(100)

/** An IANA zone, such as Europe/Berlin. */
export const timeZoneSchema = z
  .string()
  .max(60)
  .refine(isTimeZone, 'Choose a time zone, such as Europe/Berlin.')

/** A BCP 47 language tag, such as de-DE; becomes its canonical form. */
export const localeSchema = z
  .string()
  .max(60)
  .refine((tag) => canonicalLocale(tag) !== undefined, 'Choose a language, such as en-GB.')
  .transform((tag) => canonicalLocale(tag) ?? tag)

export const profileSchema = z.object({
  name: z.string(),
  /** Of dates; null: the browser's own. */
  timeZone: z.string().nullable(),
  locale: z.string().nullable(),
})
export type Profile = z.output<typeof profileSchema>

/** What is left out stays as it is. */
export const profileUpdateSchema = z.object({
  name: personNameSchema.optional(),
  timeZone: timeZoneSchema.nullable().optional(),
  locale: localeSchema.nullable().optional(),
})

export const passwordChangeSchema = z.object({
  currentPassword: z.string().min(1, 'Write your current password.').max(200),
  newPassword: passwordSchema,
})

/** Offsets such as +01:00 are zones to newer engines only, and know no summer time. */
function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
