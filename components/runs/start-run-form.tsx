'use client'

import { Play } from 'lucide-react'
import Link from 'next/link'
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import type { JsonObject } from '@/server/kernel/json'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import { readError } from '../layout/client-error'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { errorsFromIssues, SchemaForm, useSchemaForm } from '../ui/schema-form'
import { fittingInputs, inputsSchema } from './inputs-schema'
import type { StartingRun } from './use-start-run'

type Workflow = Outputs['workflows']['get']

export interface StartRunFormProps {
  workflow: Workflow
  initial: JsonObject | undefined
  starting: StartingRun
  onClose: () => void
}

/** The fields of a workflow's inputs, and what is to know before it runs. */
export function StartRunForm({ workflow, initial, starting, onClose }: StartRunFormProps) {
  const schema = useMemo(() => inputsSchema(workflow.inputs), [workflow.inputs])
  const form = useSchemaForm(schema, fittingInputs(workflow.inputs, initial))
  const isPublished = workflow.latestVersion > 0
  const hasInputs = Object.keys(workflow.inputs).length > 0
  const fields = useRef<HTMLFormElement>(null)
  const refused = starting.error ? readError(starting.error) : undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal, not for each render
  useEffect(() => {
    if (refused?.details?.issues) form.setServerErrors(errorsFromIssues(refused.details.issues))
  }, [starting.error])

  // The dialog opened before there was anything to fill in, so the focus waits on its Close button.
  useEffect(() => {
    fields.current?.querySelector<HTMLElement>('input, textarea, [role=combobox], [type=submit]')?.focus()
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) fields.current?.requestSubmit()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (form.validate()) starting.start(form.value)
  }

  return (
    <form
      ref={fields}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      noValidate
      className="flex flex-col gap-4"
      aria-label="Inputs of the run"
    >
      <DraftNotice
        workflow={workflow}
        starting={starting}
        onPublish={() => starting.publishAndRun(workflow, form.value)}
      />
      {isPublished && hasInputs && <SchemaForm {...form.formProps} isDisabled={starting.isStarting} />}
      {isPublished && !hasInputs && (
        <p className="text-fg-muted text-sm">This workflow asks for nothing. Start it when you are ready.</p>
      )}
      {refused && <Alert tone="danger">{refused.message}</Alert>}
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose}>Cancel</Button>
        {isPublished && (
          <Button type="submit" variant="primary" icon={<Play />} isLoading={starting.isStarting}>
            Start run
          </Button>
        )}
      </div>
    </form>
  )
}

interface DraftNoticeProps {
  workflow: Workflow
  starting: StartingRun
  onPublish: () => void
}

/** Says when the draft is ahead of what would run, and offers to publish it first. */
function DraftNotice({ workflow, starting, onPublish }: DraftNoticeProps) {
  const { base, can } = useProject()
  const isPublished = workflow.latestVersion > 0
  if (starting.publishError) {
    return (
      <Alert
        tone="danger"
        title="The draft was not published"
        actions={
          <Button size="sm" asChild>
            <Link href={`${base}/workflows/${workflow.name}`} onClick={starting.reset}>
              Open the editor
            </Link>
          </Button>
        }
      >
        {readError(starting.publishError).message}
      </Alert>
    )
  }
  if (isPublished && !workflow.hasUnpublishedChanges) return null
  return (
    <Alert
      tone={isPublished ? 'info' : 'warning'}
      title={isPublished ? 'The draft has unpublished changes' : 'Not published yet'}
      actions={
        can('workflows.publish') && (
          <Button size="sm" isLoading={starting.isPublishing} onClick={onPublish}>
            Publish and run
          </Button>
        )
      }
    >
      {isPublished
        ? `This runs version ${workflow.latestVersion}, without them.`
        : 'A run needs a published version.'}
    </Alert>
  )
}
