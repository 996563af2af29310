'use client'

import { type FormEvent, useId, useState } from 'react'
import { useProject } from '@/components/data/project'
import { type ClientError, readError } from '@/components/layout/client-error'
import { PasswordInput } from '@/components/sessions/password-input'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioGroup } from '@/components/ui/radio'
import { errorsFromIssues } from '@/components/ui/schema-form/errors-from-issues'
import { toast } from '@/components/ui/toast'
import { type ProviderSummary, SAVED_PROVIDER_KINDS } from '@/server/features/models/schema'
import { freeName, type ProviderValues, providerProblems, startValues } from './provider-form'
import { PROVIDER_KINDS } from './provider-kinds'
import { useProviders } from './use-providers'

export interface ProviderDialogProps {
  isOpen: boolean
  /** Left out: adds one. */
  provider: ProviderSummary | undefined
  /** Names that are in use. */
  taken: readonly string[]
  onClose: () => void
}

export function ProviderDialog({ isOpen, provider, taken, onClose }: ProviderDialogProps) {
  const formId = useId()
  const { projectId } = useProject()
  const { save } = useProviders()
  const [values, setValues] = useState(() => startValues(provider, taken))
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [refusal, setRefusal] = useState<ClientError>()

  function change(changes: Partial<ProviderValues>) {
    setValues((current) => ({ ...current, ...changes }))
    setErrors({})
    setRefusal(undefined)
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const found = providerProblems(values, { provider, taken })
    setErrors(found)
    if (Object.keys(found).length > 0) {
      focusFirstInvalid(form)
      return
    }
    const { kind, name, baseUrl, key } = values
    try {
      await save.mutateAsync({
        projectId,
        kind,
        name,
        baseUrl: baseUrl.trim() || null,
        ...(key.trim() && { key: key.trim() }),
      })
      toast.success(provider ? `Saved ${name}` : `Added ${name}`, {
        description: 'Test it with one real call.',
      })
      onClose()
    } catch (error) {
      const known = readError(error)
      const refused = errorsFromIssues(known.details?.issues)
      setErrors(refused)
      if (Object.keys(refused).length === 0) setRefusal(known)
      else focusFirstInvalid(form)
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title={provider ? `Edit ${provider.name}` : 'Add provider'}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isLoading={save.isPending}>
            {provider ? 'Save provider' : 'Add provider'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4" autoComplete="off">
        {refusal && (
          <Alert tone="danger">
            <Refusal error={refusal} />
          </Alert>
        )}
        <KindField values={values} isLocked={provider !== undefined} taken={taken} change={change} />
        <ProviderFields provider={provider} values={values} errors={errors} change={change} />
      </form>
    </Dialog>
  )
}

interface FieldsProps {
  values: ProviderValues
  change: (changes: Partial<ProviderValues>) => void
}

function KindField({
  values,
  isLocked,
  taken,
  change,
}: FieldsProps & { isLocked: boolean; taken: readonly string[] }) {
  return (
    <RadioGroup
      aria-label="Kind"
      variant="cards"
      className="grid sm:grid-cols-2"
      value={values.kind}
      onValueChange={(value) => {
        const kind = SAVED_PROVIDER_KINDS.find((known) => known === value)
        // A name that was typed stays; one that came with the kind goes with it.
        const isOwnName = values.name !== freeName(values.kind, taken)
        if (kind) change({ kind, ...(!isLocked && !isOwnName && { name: freeName(kind, taken) }) })
      }}
      options={SAVED_PROVIDER_KINDS.map((kind) => ({
        value: kind,
        label: PROVIDER_KINDS[kind].label,
        hint: PROVIDER_KINDS[kind].about,
        isDisabled: isLocked && kind !== values.kind,
      }))}
    />
  )
}

function ProviderFields(
  props: FieldsProps & { provider: ProviderSummary | undefined; errors: Readonly<Record<string, string>> },
) {
  const { provider, values, errors, change } = props
  const needsUrl = values.kind === 'openai-compatible'
  return (
    <>
      <Field
        label="Name"
        error={errors.name}
        hint={
          <>
            Workflows write <code className="text-fg-muted">{values.name || 'name'}/model</code>.
          </>
        }
      >
        <Input
          value={values.name}
          disabled={provider !== undefined}
          spellCheck={false}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <Field
        label="Base URL"
        isOptional={!needsUrl}
        error={errors.baseUrl}
        hint={
          needsUrl
            ? 'With its version part. A private or local address must be listed in PAWL_ALLOWED_HOSTS.'
            : 'Leave empty for the vendor’s own; fill in for a proxy.'
        }
      >
        <Input
          type="url"
          value={values.baseUrl}
          placeholder={needsUrl ? 'http://localhost:11434/v1' : undefined}
          spellCheck={false}
          onChange={(event) => change({ baseUrl: event.target.value })}
        />
      </Field>
      <Field
        label="API key"
        isOptional={needsUrl}
        error={errors.key}
        hint={
          provider?.hasKey
            ? 'One is stored. Leave empty to keep it; Rotate key tests a new one first.'
            : PROVIDER_KINDS[values.kind].keyHint
        }
      >
        <PasswordInput
          value={values.key}
          autoComplete="off"
          onChange={(event) => change({ key: event.target.value })}
        />
      </Field>
    </>
  )
}
