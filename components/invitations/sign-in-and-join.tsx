'use client'

import { type FormEvent, useRef, useState } from 'react'
import { PasswordInput } from '@/components/sessions/password-input'
import { formatWait, type SignInAnswer } from '@/components/sessions/sign-in-answer'
import { signInWithPassword } from '@/components/sessions/sign-in-with-password'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { Joining } from './use-join'

/** The invited address has an account: its password, then joining with it. */
export function SignInAndJoin({ email, joining }: { email: string; joining: Joining }) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const password = useRef<HTMLInputElement>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    const answer = await signInWithPassword(email, password.current?.value ?? '')
    if (answer.kind === 'signed-in') await joining.join()
    else {
      setProblem(problemOf(answer))
      password.current?.select()
      password.current?.focus()
    }
    setBusy(false)
  }

  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-4">
      <Field label="E-mail" hint="This address has an account here.">
        <Input readOnly type="email" value={email} autoComplete="username" className="h-10" />
      </Field>
      <Field label="Password" error={problem}>
        <PasswordInput ref={password} required autoFocus autoComplete="current-password" className="h-10" />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        isLoading={isBusy || joining.isBusy}
        className="mt-1 w-full"
      >
        Sign in and join
      </Button>
    </form>
  )
}

function problemOf(answer: Exclude<SignInAnswer, { kind: 'signed-in' }>): string {
  if (answer.kind === 'refused') return 'That is not the password of this account. Try again.'
  if (answer.kind === 'throttled')
    return `Too many tries. Wait ${formatWait(answer.retryAfterMs)}, then try again.`
  return 'The server did not answer as it should. Try again in a moment.'
}
