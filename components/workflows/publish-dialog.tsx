'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { problemSchema } from '@/server/features/workflows/schema'
import type { Problem } from '@/server/language/contracts'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { InlineCode } from '../editor/inline-code'
import { readError } from '../layout/client-error'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Skeleton } from '../ui/skeleton'
import { TextDiff } from '../ui/text-diff'
import { toast } from '../ui/toast'
import { SourceComparison } from './source-comparison'
import { useVersionSource } from './use-version-source'

export interface PublishDialogProps {
  workflow: Outputs['workflows']['get']
  source: string
  problems: readonly Problem[]
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** The server found problems that the editor had not: they are to be shown where they are. */
  onRefused: (problems: Problem[]) => void
}

/** Makes the draft the next version: what changes, why, and what still stands against it. */
export function PublishDialog(props: PublishDialogProps) {
  const { workflow, source, problems, isOpen, onOpenChange } = props
  const formId = useId()
  const [message, setMessage] = useState('')
  const { publish, isPublishing, error } = usePublish(props)
  const errors = problems.filter((problem) => problem.severity === 'error')
  const first = errors[0]

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!first) publish(message)
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="lg"
      title={`Publish version ${workflow.latestVersion + 1}`}
      description="A version never changes; new runs use the latest one."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isLoading={isPublishing}
            disabled={Boolean(first)}
          >
            Publish version
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {first && (
          <Alert
            tone="danger"
            title={errors.length === 1 ? 'One error is in the way' : `${errors.length} errors are in the way`}
          >
            Line {first.line}: <InlineCode text={first.message} /> Mend it in the editor, then publish.
          </Alert>
        )}
        {error && <Alert tone="danger">{readError(error).message}</Alert>}
        <Field label="Message" isOptional hint="What changed and why, for your colleagues.">
          <Input
            value={message}
            onChange={(event) => setMessage(event.target.value)}
            maxLength={500}
            autoFocus
          />
        </Field>
        {workflow.latestVersion > 0 && isOpen && <LatestDiff workflow={workflow} source={source} />}
      </form>
    </Dialog>
  )
}

function LatestDiff({ workflow, source }: Pick<PublishDialogProps, 'workflow' | 'source'>) {
  const { name, latestVersion } = workflow
  const latest = useVersionSource(name, latestVersion)
  if (latest.error) return <Alert tone="warning">{readError(latest.error).message}</Alert>
  if (!latest.data) return <Skeleton className="h-32" />
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium text-fg text-sm">Changes since version {latestVersion}</p>
      <SourceComparison
        before={{ title: `Version ${latestVersion}`, source: latest.data.source }}
        after={{ title: 'Draft', source }}
      />
      <TextDiff before={latest.data.source} after={source} label={`Changes since version ${latestVersion}`} />
    </div>
  )
}

function usePublish({ workflow, source, onRefused, onOpenChange }: PublishDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const publish = useMutation(
    trpc.workflows.publish.mutationOptions({
      onSuccess: async ({ number }) => {
        await queryClient.invalidateQueries({ queryKey: [['workflows']] })
        toast.success(`Version ${number} is published`)
        onOpenChange(false)
      },
      onError: (error) => {
        const found = problemSchema.array().safeParse(readError(error).details?.problems)
        if (found.success) onRefused(found.data)
      },
    }),
  )
  return {
    publish: (message: string) =>
      publish.mutate({
        projectId,
        workflowId: workflow.id,
        source,
        ...(message.trim() && { message: message.trim() }),
      }),
    isPublishing: publish.isPending,
    error: publish.error,
  }
}
