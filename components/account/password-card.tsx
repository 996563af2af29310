'use client'

import { type FormEvent, useRef, useState } from 'react'
import { useProject } from '@/components/data/project'
import { passwordStrength } from '@/components/onboarding/password-strength'
import { StrengthMeter } from '@/components/onboarding/strength-meter'
import { PasswordInput } from '@/components/sessions/password-input'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { usePasswordChange } from './use-password-change'

const EMPTY = { currentPassword: '', newPassword: '' }

export function PasswordCard() {
  const { user } = useProject()
  const { submit, forget, errors, refusal, isBusy } = usePasswordChange()
  const [values, setValues] = useState(EMPTY)
  const form = useRef<HTMLFormElement>(null)
  const strength = passwordStrength(values.newPassword, [user.name, user.email])

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (await submit(values)) setValues(EMPTY)
    else focusFirstInvalid(form.current)
  }

  const control = (name: keyof typeof EMPTY) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => {
      setValues((current) => ({ ...current, [name]: event.target.value }))
      forget(name)
    },
  })

  return (
    <form ref={form} onSubmit={onSubmit} noValidate method="post">
      <Card
        title="Password"
        footer={
          <div className="flex items-center justify-between gap-3">
            <span className="text-fg-subtle text-xs">Signs out every other session of yours.</span>
            <Button type="submit" variant="primary" isLoading={isBusy}>
              Change password
            </Button>
          </div>
        }
      >
        <div className="flex max-w-sm flex-col gap-4 pt-1">
          {/* So that password managers know whose password this is. */}
          <input type="email" autoComplete="username" value={user.email} readOnly hidden />
          {refusal && (
            <Alert tone="danger" title="The password stays as it was">
              <Refusal error={refusal} />
            </Alert>
          )}
          <Field label="Current password" error={errors.currentPassword}>
            <PasswordInput {...control('currentPassword')} autoComplete="current-password" />
          </Field>
          <Field label="New password" error={errors.newPassword} hint={<StrengthMeter strength={strength} />}>
            <PasswordInput {...control('newPassword')} autoComplete="new-password" />
          </Field>
        </div>
      </Card>
    </form>
  )
}
