'use client'

import Link from 'next/link'
import { type FormEvent, useRef, useState } from 'react'
import { PasswordInput } from '@/components/sessions/password-input'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { passwordStrength } from './password-strength'
import { StrengthMeter } from './strength-meter'
import { type Trouble, useOnboarding } from './use-onboarding'

const EMPTY = { name: '', email: '', password: '', organization: '' }
type Values = typeof EMPTY

/** Who the first owner is and what their organization is called. */
export function OnboardingForm({ token }: { token: string }) {
  const { submit, isBusy, errors, trouble, forget } = useOnboarding()
  const [values, setValues] = useState(EMPTY)
  const form = useRef<HTMLFormElement>(null)
  const strength = passwordStrength(values.password, [values.name, values.email, values.organization])

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    await submit({ token, ...values })
    focusFirstInvalid(form.current)
  }

  const control = (name: keyof Values) => ({
    name,
    value: values[name],
    className: 'h-10',
    onChange: (event: { target: { value: string } }) => {
      setValues((current) => ({ ...current, [name]: event.target.value }))
      if (errors[name]) forget(name)
    },
  })

  return (
    <form ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4" method="post">
      {trouble && <TroubleAlert trouble={trouble} />}
      <Field label="Your name" error={errors.name}>
        <Input {...control('name')} autoComplete="name" autoFocus />
      </Field>
      <Field label="E-mail" hint={errors.email ? undefined : 'You sign in with it.'} error={errors.email}>
        <Input {...control('email')} type="email" autoComplete="username" spellCheck={false} />
      </Field>
      <Field label="Password" hint={<StrengthMeter strength={strength} />} error={errors.password}>
        <PasswordInput {...control('password')} autoComplete="new-password" />
      </Field>
      <Field
        label="Organization"
        hint={errors.organization ? undefined : 'Your team or company. It owns projects and members.'}
        error={errors.organization}
      >
        <Input {...control('organization')} autoComplete="organization" />
      </Field>
      <Button type="submit" variant="primary" size="lg" isLoading={isBusy} className="mt-1 w-full">
        Create organization
      </Button>
    </form>
  )
}

function TroubleAlert({ trouble }: { trouble: Trouble }) {
  if (trouble.kind === 'refused')
    return (
      <Alert tone="danger" title="That did not work">
        <Refusal error={trouble.error} />
      </Alert>
    )
  return (
    <Alert
      tone="warning"
      title="Your organization is made"
      actions={
        <Button asChild size="sm">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      }
    >
      Only signing in did not work. Use your e-mail and password.
    </Alert>
  )
}
