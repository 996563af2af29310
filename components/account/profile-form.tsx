'use client'

import { type FormEvent, useState } from 'react'
import type { ProjectContext } from '@/components/data/project'
import { type ClientError, readError } from '@/components/layout/client-error'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { errorsFromIssues } from '@/components/ui/schema-form/errors-from-issues'
import { toast } from '@/components/ui/toast'
import { DateChoices } from './date-choices'
import { useProfile } from './use-profile'

type User = ProjectContext['user']

export function ProfileForm({ user }: { user: User }) {
  const { save, isBusy } = useProfile()
  const [values, setValues] = useState(() => valuesOf(user))
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [refusal, setRefusal] = useState<ClientError>()
  const saved = valuesOf(user)
  const isChanged =
    values.name.trim() !== saved.name || values.timeZone !== saved.timeZone || values.locale !== saved.locale

  function change(changes: Partial<typeof values>) {
    setValues((current) => ({ ...current, ...changes }))
    setErrors({})
    setRefusal(undefined)
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (values.name.trim() === '') return setErrors({ name: 'Write your name.' })
    try {
      await save({ ...values, name: values.name.trim() })
      toast.success('Saved your profile')
    } catch (error) {
      const known = readError(error)
      const refused = errorsFromIssues(known.details?.issues)
      setErrors(refused)
      if (Object.keys(refused).length === 0) setRefusal(known)
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <Card
        title="About you"
        footer={
          <div className="flex items-center justify-between gap-3">
            <span className="text-fg-subtle text-xs">
              {isChanged ? 'Not saved yet' : 'Everything is saved'}
            </span>
            <span className="flex gap-2">
              {isChanged && <Button onClick={() => change(saved)}>Discard</Button>}
              <Button type="submit" variant="primary" disabled={!isChanged} isLoading={isBusy}>
                Save
              </Button>
            </span>
          </div>
        }
      >
        <div className="flex flex-col gap-5 pt-1">
          {refusal && (
            <Alert tone="danger">
              <Refusal error={refusal} />
            </Alert>
          )}
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label="Name" error={errors.name} hint="Beside runs, decisions and audit entries.">
              <Input
                value={values.name}
                autoComplete="name"
                maxLength={100}
                onChange={(event) => change({ name: event.target.value })}
              />
            </Field>
            <Field label="E-mail" hint="You sign in with it. It cannot be changed.">
              <Input readOnly type="email" value={user.email} autoComplete="username" />
            </Field>
          </div>
          <DateChoices timeZone={values.timeZone} locale={values.locale} errors={errors} onChange={change} />
        </div>
      </Card>
    </form>
  )
}

function valuesOf({ name, timeZone, locale }: User) {
  return { name, timeZone, locale }
}
