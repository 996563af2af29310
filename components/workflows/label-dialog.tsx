'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { labelNameSchema } from '@/server/features/workflows/schema'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { readError } from '../layout/client-error'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { toast } from '../ui/toast'

export interface LabelDialogProps {
  workflow: Outputs['workflows']['get']
  version: number
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Lets a label stand for a version: a new one, or one that moves here from another. */
export function LabelDialog({ workflow, version, isOpen, onOpenChange }: LabelDialogProps) {
  const formId = useId()
  const [name, setName] = useState('')
  const [isTold, setTold] = useState(false)
  const { setLabel, isSaving, error, reset } = useSetLabel(workflow.name, version, () => close())
  const parsed = labelNameSchema.safeParse(name)
  const problem = error ? readError(error).message : isTold ? parsed.error?.issues[0]?.message : undefined
  const current = workflow.labels.find((label) => label.name === name)
  const elsewhere = workflow.labels.filter((label) => label.version !== version)

  function close() {
    onOpenChange(false)
    setName('')
    setTold(false)
    reset()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    setTold(true)
    if (parsed.success) setLabel(parsed.data)
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={close}
      title={`Label version ${version}`}
      description="A label such as production stands for one version at a time. Runs and other workflows can ask for it by name."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isLoading={isSaving}>
            {current && current.version !== version ? 'Move label' : 'Set label'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-3">
        <Field label="Label" isRequired hint={hintOf(current, version)} {...(problem && { error: problem })}>
          <Input
            value={name}
            onChange={(event) => {
              setName(event.target.value)
              reset()
            }}
            placeholder="production"
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            autoFocus
          />
        </Field>
        {elsewhere.length > 0 && (
          <div className="flex flex-wrap items-center gap-1.5">
            <span className="text-fg-muted text-xs">Move here:</span>
            {elsewhere.map((label) => (
              <Button key={label.name} size="sm" onClick={() => setName(label.name)}>
                {label.name} <span className="text-fg-subtle">v{label.version}</span>
              </Button>
            ))}
          </div>
        )}
      </form>
    </Dialog>
  )
}

function hintOf(current: { name: string; version: number } | undefined, version: number): string {
  if (!current) return 'Lower-case letters, digits and hyphens.'
  if (current.version === version) return 'It stands for this version already.'
  return `It stands for version ${current.version} now and moves to version ${version}.`
}

function useSetLabel(workflow: string, version: number, onSet: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const set = useMutation(
    trpc.workflows.setLabel.mutationOptions({
      onSuccess: async ({ label }) => {
        await queryClient.invalidateQueries({ queryKey: [['workflows']] })
        toast.success(`${label} stands for version ${version}`)
        onSet()
      },
    }),
  )
  return {
    setLabel: (label: string) => set.mutate({ projectId, workflow, label, version }),
    isSaving: set.isPending,
    error: set.error,
    reset: set.reset,
  }
}
