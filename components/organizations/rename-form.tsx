'use client'

import { type FormEvent, useId, useState } from 'react'
import { type ClientError, readError } from '@/components/layout/client-error'
import { Refusal } from '@/components/shell/refusal'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { errorsFromIssues } from '@/components/ui/schema-form/errors-from-issues'
import { toast } from '@/components/ui/toast'

export interface RenameFormProps {
  /** What is renamed, in a sentence: "organization". */
  noun: string
  name: string
  isReadOnly: boolean
  hint: string
  onRename: (name: string) => Promise<unknown>
}

/** A name and the button that saves it, which wakes up once there is something to save. */
export function RenameForm({ noun, name, isReadOnly, hint, onRename }: RenameFormProps) {
  const formId = useId()
  const [draft, setDraft] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const [refusal, setRefusal] = useState<ClientError>()
  const value = draft ?? name
  const isChanged = value.trim() !== name

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isChanged) return
    if (value.trim() === '') return setError(`Write a name for the ${noun}.`)
    setBusy(true)
    setRefusal(undefined)
    try {
      await onRename(value.trim())
      toast.success(`Renamed to ${value.trim()}`)
      setDraft(undefined)
    } catch (failure) {
      const known = readError(failure)
      const message = errorsFromIssues(known.details?.issues).name
      if (message) setError(message)
      else setRefusal(known)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form id={formId} onSubmit={submit} noValidate className="flex max-w-xl items-end gap-2">
      <Field label="Name" hint={hint} error={error} className="flex-1">
        <span className="flex gap-2">
          <Input
            value={value}
            maxLength={100}
            readOnly={isReadOnly}
            autoComplete="off"
            onChange={(event) => {
              setDraft(event.target.value)
              setError(undefined)
            }}
          />
          {!isReadOnly && (
            <Button type="submit" disabled={!isChanged} isLoading={isBusy}>
              Rename
            </Button>
          )}
        </span>
        {refusal && (
          <p role="alert" className="text-danger-text text-xs">
            <Refusal error={refusal} />
          </p>
        )}
      </Field>
    </form>
  )
}
