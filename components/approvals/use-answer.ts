'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { type ClientError, readError } from '@/components/layout/client-error'
import { defaultsFor, errorsFromIssues, useSchemaForm } from '@/components/ui/schema-form'
import { toast } from '@/components/ui/toast'
import type { Approval, Verdict } from '@/server/features/approvals/schema'
import type { JsonObject } from '@/server/kernel/json'
import { formChanges } from './inbox-rules'

const NO_FORM: JsonObject = { type: 'object', properties: {} }

/** What this member writes under a request, and sending it. It outlives a refusal, so nothing typed is lost. */
export function useAnswer(approval: Approval, onDecided: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const form = useSchemaForm(approval.form ?? NO_FORM)
  const [comment, setComment] = useState('')
  const [refusal, setRefusal] = useState<ClientError>()
  const mutation = useMutation(trpc.approvals.decide.mutationOptions())
  const asked = useMemo(() => defaultsFor(approval.form ?? NO_FORM), [approval.form])
  const changes = useMemo(
    () => formChanges(approval.form, asked, form.value),
    [approval.form, asked, form.value],
  )

  async function decide(verdict: Verdict, reason = comment): Promise<void> {
    if (mutation.isPending || (verdict === 'approve' && !form.validate())) return
    setRefusal(undefined)
    try {
      const { status } = await mutation.mutateAsync({
        projectId,
        approvalId: approval.id,
        verdict,
        ...(reason.trim() && { comment: reason.trim() }),
        ...(approval.form && { values: form.value }),
      })
      tell(approval, verdict, status)
      onDecided()
    } catch (error) {
      const known = readError(error)
      const problems = errorsFromIssues(known.details?.issues)
      if (Object.keys(problems).length > 0) form.setServerErrors(problems)
      else setRefusal(known)
    } finally {
      for (const noun of ['approvals', 'overview', 'runs'])
        void queryClient.invalidateQueries({ queryKey: [[noun]] })
    }
  }

  return {
    form,
    comment,
    setComment,
    asked,
    changes,
    isEdited: changes.length > 0,
    /** Anything that would be lost. */
    isDirty: changes.length > 0 || comment.trim() !== '',
    isBusy: mutation.isPending,
    refusal,
    decide,
  }
}

export type Answer = ReturnType<typeof useAnswer>

function tell(approval: Approval, verdict: Verdict, status: 'pending' | 'approved' | 'rejected') {
  if (verdict === 'reject') toast.success('Rejected', { description: approval.title })
  else if (status === 'approved') toast.success('Approved', { description: approval.title })
  else toast.success('Your approval is in', { description: 'The request still waits for others.' })
}
