'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '@/components/data/trpc'
import { type ClientError, readError } from '@/components/layout/client-error'
import { signInWithPassword } from '@/components/sessions/sign-in-with-password'
import { errorsFromIssues } from '@/components/ui/schema-form/errors-from-issues'

export interface NewAccount {
  name: string
  password: string
}

export type JoinTrouble = { kind: 'refused'; error: ClientError } | { kind: 'not-signed-in' }

/** Accepts an invitation and goes to what it opened; the link leaves the history on the way. */
export function useJoin(token: string) {
  const trpc = useTRPC()
  const router = useRouter()
  const accept = useMutation(trpc.invitations.accept.mutationOptions())
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<JoinTrouble>()
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})

  async function join(account?: NewAccount): Promise<void> {
    setBusy(true)
    setTrouble(undefined)
    setErrors({})
    try {
      const { orgSlug, projectSlug, email } = await accept.mutateAsync({ token, ...(account && { account }) })
      if (account) {
        const answer = await signInWithPassword(email, account.password)
        if (answer.kind !== 'signed-in') {
          setTrouble({ kind: 'not-signed-in' })
          setBusy(false)
          return
        }
      }
      router.replace(projectSlug ? `/${orgSlug}/${projectSlug}` : `/${orgSlug}`)
      router.refresh()
    } catch (error) {
      setBusy(false)
      const known = readError(error)
      const refused = accountErrors(known.details?.issues)
      setErrors(refused)
      if (Object.keys(refused).length === 0) setTrouble({ kind: 'refused', error: known })
    }
  }

  return {
    join,
    isBusy,
    trouble,
    errors,
    /** What was wrong is forgotten as soon as the field changes. */
    forget: (field: string) => setErrors(({ [field]: _, ...rest }) => rest),
    /** What the form itself found wrong. */
    refuse: setErrors,
  }
}

export type Joining = ReturnType<typeof useJoin>

/** `account.password` of the server is `password` of the form. */
function accountErrors(issues: unknown): Record<string, string> {
  const entries = Object.entries(errorsFromIssues(issues))
  return Object.fromEntries(
    entries.flatMap(([path, message]) =>
      path.startsWith('account.') ? [[path.slice('account.'.length), message]] : [],
    ),
  )
}
