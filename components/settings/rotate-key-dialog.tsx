'use client'

import { type FormEvent, useId, useState } from 'react'
import { type ClientError, readError } from '@/components/layout/client-error'
import { PasswordInput } from '@/components/sessions/password-input'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { ProviderSummary, ProviderTest } from '@/server/features/models/schema'
import { secretValueSchema } from '@/server/features/secrets/schema'
import { ResultAlert } from './provider-test-dialog'
import { useProviders } from './use-providers'

export interface RotateKeyDialogProps {
  isOpen: boolean
  provider: ProviderSummary
  onClose: () => void
}

/** A new key for a provider: tested first, so that no run ever meets one that does not work. */
export function RotateKeyDialog({ isOpen, provider, onClose }: RotateKeyDialogProps) {
  const formId = useId()
  const { rotate } = useProviders()
  const needsModel = provider.kind === 'openai-compatible'
  const [key, setKey] = useState('')
  const [model, setModel] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [keyProblem, setKeyProblem] = useState<string>()
  const [result, setResult] = useState<ProviderTest>()
  const [refusal, setRefusal] = useState<ClientError>()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const problem = secretValueSchema.safeParse(key.trim()).error?.issues[0]?.message
    setKeyProblem(problem)
    if (problem) return focusFirstInvalid(event.currentTarget)
    setBusy(true)
    setResult(undefined)
    setRefusal(undefined)
    try {
      const tried = await rotate(provider.name, key.trim(), model.trim() || undefined)
      if (tried.error) return setResult(tried)
      toast.success(`Replaced the key of ${provider.name}`, { description: 'It passed its test.' })
      onClose()
    } catch (error) {
      setRefusal(readError(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onClose}
      size="sm"
      title={`Rotate the key of ${provider.name}`}
      description="The new key is tested with one small real call. The present key stays in use until that works."
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isLoading={isBusy}>
            Test and replace
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
        <Field label="New API key" error={keyProblem}>
          <PasswordInput
            value={key}
            autoComplete="off"
            onChange={(event) => {
              setKey(event.target.value)
              setKeyProblem(undefined)
            }}
          />
        </Field>
        {needsModel && (
          <Field label="Model" hint="To test with, as the server names it, such as llama3.2.">
            <Input value={model} spellCheck={false} onChange={(event) => setModel(event.target.value)} />
          </Field>
        )}
        <output className="block empty:hidden">
          {refusal && (
            <Alert tone="danger" title="The key was not replaced">
              <Refusal error={refusal} />
            </Alert>
          )}
          {result && <ResultAlert result={result} />}
        </output>
      </form>
    </Dialog>
  )
}
