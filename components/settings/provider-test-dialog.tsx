'use client'

import { type FormEvent, useId, useState } from 'react'
import { type ClientError, readError } from '@/components/layout/client-error'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Duration } from '@/components/ui/duration'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import type { ProviderSummary, ProviderTest } from '@/server/features/models/schema'
import { useProviders } from './use-providers'

export interface ProviderTestDialogProps {
  isOpen: boolean
  provider: ProviderSummary
  onClose: () => void
}

/** One real call to a provider, and what came of it. */
export function ProviderTestDialog({ isOpen, provider, onClose }: ProviderTestDialogProps) {
  const formId = useId()
  const { test } = useProviders()
  const [model, setModel] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [result, setResult] = useState<ProviderTest>()
  const [problem, setProblem] = useState<ClientError>()
  const needsModel = provider.kind === 'openai-compatible'

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setResult(undefined)
    setProblem(undefined)
    try {
      setResult(await test(provider.name, model.trim() || undefined))
    } catch (error) {
      setProblem(readError(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onClose}
      size="sm"
      title={`Test ${provider.name}`}
      description={
        provider.isOffline
          ? 'Asks the built-in rules one small question. No AI and no network are involved.'
          : 'Makes one small real call. It costs a few tokens.'
      }
      footer={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isLoading={isBusy}>
            {result || problem ? 'Test again' : 'Run test'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {!provider.isOffline && (
          <Field
            label="Model"
            isOptional={!needsModel}
            hint={
              needsModel
                ? 'As the server names it, such as llama3.2.'
                : 'Empty: a small, cheap one of this vendor.'
            }
          >
            <Input
              value={model}
              required={needsModel}
              spellCheck={false}
              onChange={(event) => setModel(event.target.value)}
            />
          </Field>
        )}
        <output className="block empty:hidden">
          {problem && (
            <Alert tone="danger" title="The test could not run">
              <Refusal error={problem} />
            </Alert>
          )}
          {result && <ResultAlert result={result} />}
        </output>
      </form>
    </Dialog>
  )
}

/** What came of one real call. */
export function ResultAlert({ result }: { result: ProviderTest }) {
  if (result.error)
    return (
      <Alert tone="danger" title="It does not work yet">
        <p>{result.error.message}</p>
        <p className="mt-1 text-fg-muted text-xs">
          {result.model} · <code>{result.error.code}</code>
        </p>
      </Alert>
    )
  return (
    <Alert tone="success" title="It works">
      <code>{result.model}</code> answered in <Duration durationMs={result.latencyMs} /> for{' '}
      <Money costNanos={result.costNanos} />.
    </Alert>
  )
}
