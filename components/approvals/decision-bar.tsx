'use client'

import { Check, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useShortcuts } from '@/components/layout/shortcuts'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Kbd } from '@/components/ui/kbd'
import { Textarea } from '@/components/ui/textarea'
import type { Approval } from '@/server/features/approvals/schema'
import { RejectDialog } from './reject-dialog'
import type { Answer } from './use-answer'

/** Comment and verdict, always in reach below the request. */
export function DecisionBar({ approval, answer }: { approval: Approval; answer: Answer }) {
  const [isRejecting, setRejecting] = useState(false)
  useDecisionKeys(answer, () => setRejecting(true))
  return (
    <div className="sticky bottom-(--tabbar-height) border-t bg-surface md:bottom-0">
      <div className="flex max-w-3xl flex-col gap-3 px-4 py-3 sm:flex-row sm:items-end md:px-6">
        <Field label="Comment" isOptional className="flex-1">
          <Textarea
            rows={1}
            value={answer.comment}
            maxLength={4_000}
            onChange={(event) => answer.setComment(event.target.value)}
            placeholder="What others should know about your decision"
          />
        </Field>
        <div className="flex shrink-0 gap-2 max-sm:[&>button]:h-11 max-sm:[&>button]:flex-1">
          <Button
            variant="danger-quiet"
            icon={<X />}
            disabled={answer.isBusy}
            onClick={() => setRejecting(true)}
          >
            Reject
            <Shortcut keys="R" />
          </Button>
          <Button
            variant="primary"
            icon={<Check />}
            isLoading={answer.isBusy}
            onClick={() => void answer.decide('approve')}
          >
            {answer.isEdited ? 'Approve with changes' : 'Approve'}
            <Shortcut keys="A" />
          </Button>
        </div>
      </div>
      <RejectDialog
        isOpen={isRejecting}
        onOpenChange={setRejecting}
        title={approval.title}
        reason={answer.comment}
        onReason={answer.setComment}
        isBusy={answer.isBusy}
        onReject={async (reason) => {
          await answer.decide('reject', reason)
          setRejecting(false)
        }}
      />
    </div>
  )
}

function Shortcut({ keys }: { keys: string }) {
  return (
    <span aria-hidden="true" className="ml-1 opacity-70 max-md:hidden">
      <Kbd>{keys}</Kbd>
    </span>
  )
}

function useDecisionKeys(answer: Answer, onReject: () => void) {
  const { decide, form } = answer
  const { formRef } = form.formProps
  const shortcuts = useMemo(
    () => [
      { keys: 'a', label: 'Approve', onPress: () => void decide('approve') },
      { keys: 'r', label: 'Reject with a reason', onPress: onReject },
      {
        keys: 'e',
        label: 'Edit before approving',
        onPress: () => formRef?.current?.querySelector<HTMLElement>('input, textarea, button')?.focus(),
      },
    ],
    [decide, onReject, formRef],
  )
  useShortcuts('This request', shortcuts)
}
