'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useNow } from '@/components/ui/use-now'
import { PasswordInput } from './password-input'
import { formatWait, type SignInAnswer } from './sign-in-answer'
import { signInWithPassword } from './sign-in-with-password'

type Problem = Exclude<SignInAnswer, { kind: 'signed-in' }> & { atMs: number }

/** E-mail and password; `target` is where to go afterwards. */
export function SignInForm({ target }: { target: string }) {
  const router = useRouter()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const password = useRef<HTMLInputElement>(null)
  const waitMs = useWaitMs(problem)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(undefined)
    const answer = await signInWithPassword(String(given.get('email')), String(given.get('password')))
    if (answer.kind === 'signed-in') {
      router.replace(target)
      router.refresh()
      return
    }
    setBusy(false)
    setProblem({ ...answer, atMs: Date.now() })
    password.current?.select()
    password.current?.focus()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" method="post">
      {problem && <ProblemAlert problem={problem} waitMs={waitMs} />}
      <Field label="E-mail">
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          spellCheck={false}
          className="h-10"
        />
      </Field>
      <Field label="Password">
        <PasswordInput
          ref={password}
          name="password"
          autoComplete="current-password"
          required
          className="h-10"
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        isLoading={isBusy}
        disabled={waitMs > 0}
        className="mt-1 w-full"
      >
        Sign in
      </Button>
    </form>
  )
}

function useWaitMs(problem: Problem | undefined): number {
  const isThrottled = problem?.kind === 'throttled'
  const now = useNow(1_000, isThrottled)
  if (!isThrottled) return 0
  return Math.max(0, problem.atMs + problem.retryAfterMs - (now ?? problem.atMs))
}

function ProblemAlert({ problem, waitMs }: { problem: Problem; waitMs: number }) {
  if (problem.kind === 'refused')
    return (
      <Alert tone="danger" title="That did not match">
        The e-mail or the password is wrong. Check both and try again.
      </Alert>
    )
  if (problem.kind === 'failed')
    return (
      <Alert tone="danger" title="Signing in did not work">
        The server did not answer as it should. Try again in a moment.
      </Alert>
    )
  return (
    <Alert tone="warning" title="Too many tries">
      {waitMs > 0 ? `Wait ${formatWait(waitMs)}, then try again.` : 'You may try again now.'}
    </Alert>
  )
}
