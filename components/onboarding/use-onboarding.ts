'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '@/components/data/trpc'
import { type ClientError, readError } from '@/components/layout/client-error'
import { signInWithPassword } from '@/components/sessions/sign-in-with-password'
import { errorsFromIssues } from '@/components/ui/schema-form/errors-from-issues'
import type { OnboardingInput } from '@/server/features/onboarding/schema'

type FieldErrors = Readonly<Record<string, string>>

export type Trouble = { kind: 'refused'; error: ClientError } | { kind: 'not-signed-in' }

/** Checks, makes the owner, signs them in and goes to their first project. */
export function useOnboarding() {
  const trpc = useTRPC()
  const router = useRouter()
  const complete = useMutation(trpc.onboarding.complete.mutationOptions())
  const [isBusy, setBusy] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [trouble, setTrouble] = useState<Trouble>()

  async function submit(given: OnboardingInput): Promise<void> {
    setTrouble(undefined)
    setBusy(true)
    try {
      const found = await problemsOf(given)
      setErrors(found)
      if (Object.keys(found).length > 0) {
        setBusy(false)
        return
      }
      const { orgSlug, projectSlug } = await complete.mutateAsync(given)
      const answer = await signInWithPassword(given.email, given.password)
      if (answer.kind !== 'signed-in') {
        setTrouble({ kind: 'not-signed-in' })
        setBusy(false)
        return
      }
      router.replace(`/${orgSlug}/${projectSlug}`)
    } catch (error) {
      setBusy(false)
      const known = readError(error)
      const refused = errorsFromIssues(known.details?.issues)
      setErrors(refused)
      if (Object.keys(refused).length === 0) setTrouble({ kind: 'refused', error: known })
    }
  }

  return {
    submit,
    isBusy,
    errors,
    trouble,
    /** What was wrong is forgotten as soon as the field changes. */
    forget: (field: string) => setErrors(({ [field]: _, ...rest }) => rest),
  }
}

/** The rules come with their validator, which the page need not wait for. */
async function problemsOf(given: OnboardingInput): Promise<FieldErrors> {
  const { onboardingSchema } = await import('@/server/features/onboarding/schema')
  const parsed = onboardingSchema.safeParse(given)
  if (parsed.success) return {}
  const errors: Record<string, string> = {}
  for (const issue of parsed.error.issues) errors[issue.path.join('.')] ??= issue.message
  return errors
}
