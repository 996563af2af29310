'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { type FormEvent, Suspense, useState } from 'react'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { useBreadcrumbs } from '../layout/breadcrumbs'
import { readError } from '../layout/client-error'
import { Page } from '../layout/page'
import { ForbiddenView } from '../layout/view-state'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { PageHeader } from '../ui/page-header'
import { TemplateChoice } from './template-choice'
import { nameOf, nameProblem, renameSource, TEMPLATES } from './templates'
import { useTemplateSource } from './use-template-source'

/** Name and template of a workflow to be; opens its editor. */
export function NewWorkflow() {
  const { can } = useProject()
  useBreadcrumbs([{ label: 'New workflow' }])
  return (
    <Page width="narrow">
      <PageHeader
        title="New workflow"
        description="It starts as a draft. Nothing runs before you publish it."
      />
      {can('workflows.edit') ? (
        <Suspense>
          <NewWorkflowForm />
        </Suspense>
      ) : (
        <ForbiddenView permission="workflows.edit" />
      )}
    </Page>
  )
}

function NewWorkflowForm() {
  const from = useSearchParams().get('from') ?? undefined
  const [choice, setChoice] = useState(from ? `copy:${from}` : (TEMPLATES[0]?.id ?? ''))
  const [name, setName] = useState(from ? nameOf(`${from} copy`) : '')
  const [isTold, setTold] = useState(false)
  const template = useTemplateSource(choice)
  const { create, isCreating, error } = useCreateWorkflow()
  const problem = isTold ? nameProblem(name) : undefined

  function submit(event: FormEvent) {
    event.preventDefault()
    setTold(true)
    if (nameProblem(name) || template.source === undefined) return
    create(name, renameSource(template.source, name))
  }

  const refused = problem ?? (error ? readError(error).message : undefined)
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      <Field
        label="Name"
        isRequired
        hint="Stands in addresses and in the document; it stays for good. The title may change."
        {...(refused && { error: refused })}
      >
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={() => setName(nameOf(name))}
          placeholder="weekly-report"
          className="font-mono"
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
      </Field>
      <TemplateChoice value={choice} onChange={setChoice} />
      {template.problem && <p className="text-danger-text text-sm">{template.problem}</p>}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={isCreating || template.isLoading}>
          Create workflow
        </Button>
      </div>
    </form>
  )
}

function useCreateWorkflow() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { base, projectId } = useProject()
  const create = useMutation(
    trpc.workflows.create.mutationOptions({
      onSuccess: ({ name }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.workflows.list.pathKey() })
        router.push(`${base}/workflows/${name}`)
      },
    }),
  )
  return {
    create: (name: string, source: string) => create.mutate({ projectId, name, source }),
    isCreating: create.isPending || create.isSuccess,
    error: create.error,
  }
}
