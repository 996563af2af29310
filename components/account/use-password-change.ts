'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/data/trpc'
import { type ClientError, readError } from '@/components/layout/client-error'
import { errorsFromIssues } from '@/components/ui/schema-form/errors-from-issues'
import { toast } from '@/components/ui/toast'

export interface PasswordValues {
  currentPassword: string
  newPassword: string
}

export function usePasswordChange() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const change = useMutation(trpc.profile.changePassword.mutationOptions())
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [refusal, setRefusal] = useState<ClientError>()

  /** Whether it was changed; else `errors` or `refusal` say why not. */
  async function submit(values: PasswordValues): Promise<boolean> {
    const found = await problemsOf(values)
    setErrors(found)
    setRefusal(undefined)
    if (Object.keys(found).length > 0) return false
    try {
      const { signedOutSessions } = await change.mutateAsync(values)
      toast.success('Your password is changed', { description: signedOutText(signedOutSessions) })
      await queryClient.invalidateQueries({ queryKey: [['sessions']] })
      return true
    } catch (error) {
      const known = readError(error)
      const refused = errorsFromIssues(known.details?.issues)
      setErrors(refused)
      if (Object.keys(refused).length === 0) setRefusal(known)
      return false
    }
  }

  return {
    submit,
    isBusy: change.isPending,
    errors,
    refusal,
    forget: (field: string) => setErrors(({ [field]: _, ...rest }) => rest),
  }
}

/** The rules come with their validator, which the page need not wait for; without them the server checks alone. */
async function problemsOf(values: PasswordValues): Promise<Record<string, string>> {
  const { currentPassword, newPassword } = values
  const rules = await import('@/server/features/sessions/schema').catch(() => undefined)
  const parsed = rules?.passwordSchema.safeParse(newPassword)
  return {
    ...(currentPassword === '' && { currentPassword: 'Write the password you have now.' }),
    ...(parsed?.error && { newPassword: parsed.error.issues[0]?.message ?? 'Choose another password.' }),
    ...(!parsed?.error &&
      newPassword === currentPassword && { newPassword: 'It is the same as before. Choose another one.' }),
  }
}

function signedOutText(count: number): string {
  if (count === 0) return 'You were signed in nowhere else.'
  return count === 1 ? 'One other session was signed out.' : `${count} other sessions were signed out.`
}
