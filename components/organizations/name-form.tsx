'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useState } from 'react'
import { type ClientError, readError } from '@/components/layout/client-error'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { errorsFromIssues } from '@/components/ui/schema-form/errors-from-issues'

export interface NameFormProps {
  label: string
  hint: string
  placeholder: string
  submitLabel: string
  /** Makes the thing and says where it lives; a refusal is shown here. */
  onSubmit: (name: string) => Promise<string>
  /** More choices, under the name. */
  children?: ReactNode
}

/** A name, and then to what it named. */
export function NameForm(props: NameFormProps) {
  const router = useRouter()
  const [name, setName] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const [refusal, setRefusal] = useState<ClientError>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    setRefusal(undefined)
    if (name.trim() === '') return setError('Write a name.')
    setBusy(true)
    try {
      const href = await props.onSubmit(name.trim())
      router.push(href)
      router.refresh()
    } catch (failure) {
      setBusy(false)
      const known = readError(failure)
      const message = errorsFromIssues(known.details?.issues).name
      if (message) setError(message)
      else setRefusal(known)
    }
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal && (
        <Alert tone="danger" title="That did not work">
          <Refusal error={refusal} />
        </Alert>
      )}
      <Field label={props.label} hint={error ? undefined : props.hint} error={error}>
        <Input
          name="name"
          value={name}
          autoFocus
          autoComplete="off"
          maxLength={100}
          placeholder={props.placeholder}
          className="h-10"
          onChange={(event) => {
            setName(event.target.value)
            setError(undefined)
          }}
        />
      </Field>
      {props.children}
      <div className="mt-1 flex flex-col gap-2">
        <Button type="submit" variant="primary" size="lg" isLoading={isBusy} className="w-full">
          {props.submitLabel}
        </Button>
        <Button
          variant="ghost"
          disabled={isBusy}
          // Opened by its address alone, there is nowhere to go back to.
          onClick={() => (window.history.length > 1 ? router.back() : router.push('/'))}
        >
          Cancel
        </Button>
      </div>
    </form>
  )
}
