'use client'

import { type FormEvent, useRef, useState } from 'react'
import { passwordStrength } from '@/components/onboarding/password-strength'
import { StrengthMeter } from '@/components/onboarding/strength-meter'
import { PasswordInput } from '@/components/sessions/password-input'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { Joining } from './use-join'

/** A new account under the invited address. */
export function NewAccountForm({ email, joining }: { email: string; joining: Joining }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const { errors } = joining

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = await problemsOf(name, password)
    joining.refuse(found)
    if (Object.keys(found).length === 0) await joining.join({ name: name.trim(), password })
    focusFirstInvalid(form.current)
  }

  return (
    <form ref={form} onSubmit={submit} noValidate method="post" className="flex flex-col gap-4">
      <Field label="E-mail" hint="You sign in with it.">
        <Input readOnly type="email" value={email} autoComplete="username" className="h-10" />
      </Field>
      <Field label="Your name" error={errors.name}>
        <Input
          value={name}
          autoFocus
          autoComplete="name"
          className="h-10"
          onChange={(event) => {
            setName(event.target.value)
            if (errors.name) joining.forget('name')
          }}
        />
      </Field>
      <Field
        label="Password"
        error={errors.password}
        hint={<StrengthMeter strength={passwordStrength(password, [name, email])} />}
      >
        <PasswordInput
          value={password}
          autoComplete="new-password"
          className="h-10"
          onChange={(event) => {
            setPassword(event.target.value)
            if (errors.password) joining.forget('password')
          }}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" isLoading={joining.isBusy} className="mt-1 w-full">
        Create account and join
      </Button>
    </form>
  )
}

/** The rules come with their validator, which the page need not wait for; without them the server checks alone. */
async function problemsOf(name: string, password: string): Promise<Record<string, string>> {
  const rules = await import('@/server/features/sessions/schema').catch(() => undefined)
  const parsed = rules?.passwordSchema.safeParse(password)
  return {
    ...(name.trim() === '' && { name: 'Write your name; colleagues see it beside what you do.' }),
    ...(parsed?.error && { password: parsed.error.issues[0]?.message ?? 'Choose another password.' }),
  }
}
