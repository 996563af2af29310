'use client'

import { type FormEvent, useId, useState } from 'react'
import { useProject } from '@/components/data/project'
import { type ClientError, readError } from '@/components/layout/client-error'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Skeleton } from '@/components/ui/skeleton'
import { MadeKey } from './made-key'
import { type Held, NEW_KEY, type Problems, permissionsOfDraft, problemsOf } from './new-key'
import { NewKeyFields } from './new-key-fields'
import { useApiKeys, useHeld } from './use-api-keys'

/** Fills in a new key, then shows it, once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const held = useHeld()
  const formId = useId()
  const form = useNewKey(held.data)
  if (form.made) return <MadeKey made={form.made} onClose={onClose} />
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="lg"
      title="New API key"
      description="It acts for you, and never with more than you hold at that moment."
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isLoading={form.isBusy}>
            Make API key
          </Button>
        </>
      }
    >
      <form id={formId} noValidate autoComplete="off" className="flex flex-col gap-5" onSubmit={form.submit}>
        {form.refusal && (
          <Alert tone="danger">
            <Refusal error={form.refusal} />
          </Alert>
        )}
        {held.data ? (
          <NewKeyFields draft={form.draft} held={held.data} problems={form.problems} onChange={form.change} />
        ) : (
          <Skeleton className="h-96 w-full" />
        )}
      </form>
    </Dialog>
  )
}

export interface Made {
  name: string
  key: string
  mayReadRuns: boolean
  projectId: string
}

function useNewKey(held: Held | undefined) {
  const { orgId, projectId } = useProject()
  const { create } = useApiKeys()
  const [draft, setDraft] = useState(NEW_KEY)
  const [problems, setProblems] = useState<Problems>({})
  const [refusal, setRefusal] = useState<ClientError>()
  const [made, setMade] = useState<Made>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!held) return
    const found = problemsOf(draft, held)
    setProblems(found)
    setRefusal(undefined)
    if (Object.keys(found).length > 0) return
    const permissions = permissionsOfDraft(draft, held)
    const { name, isLimited, projectIds } = draft
    try {
      const answer = await create.mutateAsync({
        orgId,
        name,
        permissions: [...permissions],
        projectIds: isLimited ? [...projectIds] : null,
        expiresInDays: daysOf(draft.expiry),
      })
      const place = isLimited && !projectIds.includes(projectId) ? (projectIds[0] ?? projectId) : projectId
      setMade({ name, key: answer.key, mayReadRuns: permissions.includes('runs.read'), projectId: place })
    } catch (error) {
      setRefusal(readError(error))
    }
  }

  return {
    draft,
    problems,
    refusal,
    made,
    submit,
    isBusy: create.isPending,
    change(changes: Partial<typeof draft>) {
      setDraft((before) => ({ ...before, ...changes }))
      setProblems({})
      setRefusal(undefined)
    },
  }
}

function daysOf(expiry: string): 30 | 90 | 365 | null {
  if (expiry === '30') return 30
  if (expiry === '90') return 90
  return expiry === '365' ? 365 : null
}
