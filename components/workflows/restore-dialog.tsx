'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { readError } from '../layout/client-error'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Skeleton } from '../ui/skeleton'
import { toast } from '../ui/toast'
import { SourceComparison } from './source-comparison'
import { useVersionSource } from './use-version-source'

export interface RestoreDialogProps {
  workflow: Outputs['workflows']['get']
  version: number
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Publishes an earlier version again; shows what that changes for new runs. */
export function RestoreDialog({ workflow, version, isOpen, onOpenChange }: RestoreDialogProps) {
  const formId = useId()
  const [message, setMessage] = useState('')
  const { restore, isRestoring, error } = useRestore(workflow.name, version, () => onOpenChange(false))

  function submit(event: FormEvent) {
    event.preventDefault()
    restore(message)
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="lg"
      title={`Restore version ${version}`}
      description={`Publishes its text again, as version ${workflow.latestVersion + 1}. Runs that have begun keep theirs.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isLoading={isRestoring}>
            Restore version
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {error && <Alert tone="danger">{readError(error).message}</Alert>}
        {workflow.hasUnpublishedChanges && (
          <Alert tone="info">The draft has changes of its own. It stays as it is.</Alert>
        )}
        <Field label="Message" isOptional hint="Why, for your colleagues.">
          <Input
            value={message}
            onChange={(event) => setMessage(event.target.value)}
            placeholder={`Restored version ${version}`}
            maxLength={500}
            autoFocus
          />
        </Field>
        {isOpen && <WhatChanges workflow={workflow} version={version} />}
      </form>
    </Dialog>
  )
}

function WhatChanges({ workflow, version }: Pick<RestoreDialogProps, 'workflow' | 'version'>) {
  const latest = useVersionSource(workflow.name, workflow.latestVersion)
  const old = useVersionSource(workflow.name, version)
  const error = latest.error ?? old.error
  if (error) return <Alert tone="warning">{readError(error).message}</Alert>
  if (!latest.data || !old.data) return <Skeleton className="h-32" />
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium text-fg text-sm">What changes for new runs</p>
      <SourceComparison
        before={{ title: `Version ${workflow.latestVersion}`, source: latest.data.source }}
        after={{ title: `Version ${version}`, source: old.data.source }}
      />
    </div>
  )
}

function useRestore(workflow: string, version: number, onRestored: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const restore = useMutation(
    trpc.workflows.restore.mutationOptions({
      onSuccess: async ({ number }) => {
        await queryClient.invalidateQueries({ queryKey: [['workflows']] })
        toast.success(`Version ${version} is restored as version ${number}`)
        onRestored()
      },
    }),
  )
  return {
    restore: (message: string) =>
      restore.mutate({ projectId, workflow, version, ...(message.trim() && { message: message.trim() }) }),
    isRestoring: restore.isPending,
    error: restore.error,
  }
}
