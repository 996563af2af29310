'use client'

import { Play } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { JsonSchema } from '@/server/kernel/json'
import type { Problem } from '@/server/language/contracts'
import type { Outputs } from '../data/trpc'
import { readError } from '../layout/client-error'
import { fittingInputs, inputsSchema } from '../runs/inputs-schema'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { errorsFromIssues, SchemaForm, useSchemaForm } from '../ui/schema-form'
import { keepInputs, readInputs } from './remembered-inputs'
import { useTryDraft } from './use-try-draft'

export interface TryDraftFormProps {
  workflow: Outputs['workflows']['get']
  source: string
  inputs: Record<string, JsonSchema>
  onClose: () => void
  onRefused: (problems: Problem[]) => void
}

/** The fields of a draft's own inputs, as they were filled in last time. */
export function TryDraftForm({ workflow, source, inputs, onClose, onRefused }: TryDraftFormProps) {
  const schema = useMemo(() => inputsSchema(inputs), [inputs])
  const [remembered] = useState(() => readInputs(workflow.id, localStorage))
  const form = useSchemaForm(schema, fittingInputs(inputs, remembered))
  const trying = useTryDraft(workflow, onClose, onRefused)
  const fields = useRef<HTMLFormElement>(null)
  const refused = trying.error ? readError(trying.error) : undefined
  const hasInputs = Object.keys(inputs).length > 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal, not for each render
  useEffect(() => {
    if (refused?.details?.issues) form.setServerErrors(errorsFromIssues(refused.details.issues))
  }, [trying.error])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!form.validate()) return
    keepInputs(workflow.id, form.value, inputs, localStorage)
    trying.start(source, form.value)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) fields.current?.requestSubmit()
  }

  return (
    <form
      ref={fields}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      noValidate
      className="flex flex-col gap-4"
      aria-label="Inputs of the try-run"
    >
      {hasInputs ? (
        <SchemaForm {...form.formProps} isDisabled={trying.isStarting} />
      ) : (
        <p className="text-fg-muted text-sm">This draft asks for nothing. Start it when you are ready.</p>
      )}
      {refused && <Alert tone="danger">{refused.message}</Alert>}
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" icon={<Play />} isLoading={trying.isStarting}>
          Try draft
        </Button>
      </div>
    </form>
  )
}
