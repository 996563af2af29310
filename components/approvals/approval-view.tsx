'use client'

import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Markdown } from '@/components/ui/markdown'
import type { Approval } from '@/server/features/approvals/schema'
import { AnswerForm } from './answer-form'
import { ApprovalHead } from './approval-head'
import { DecisionBar } from './decision-bar'
import { DecisionList } from './decision-list'
import { UnsentAnswer } from './unsent-answer'
import { useAnswer } from './use-answer'

export interface ApprovalViewProps {
  approval: Approval
  isPage: boolean
  onDecided: () => void
}

/** A request as read from the server, with this member's answer while it is open to them. */
export function ApprovalView({ approval, isPage, onDecided }: ApprovalViewProps) {
  const answer = useAnswer(approval, onDecided)
  const isPending = approval.status === 'pending'
  const hasDecisions = approval.decisions.length > 0
  const isOpen = approval.refusal === null
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-3xl flex-col gap-6 px-4 py-4 md:px-6 md:py-5">
          <ApprovalHead approval={approval} isPage={isPage} />
          {!isOpen && answer.isDirty && !answer.isBusy && (
            <UnsentAnswer approval={approval} answer={answer} />
          )}
          {isOpen && answer.refusal && (
            <Alert tone="warning" title="Your answer was not taken">
              <Refusal error={answer.refusal} /> What you typed is still here.
            </Alert>
          )}
          {/* Once decided, the answer comes before the question. */}
          {hasDecisions && !isPending && <DecisionList approval={approval} />}
          {approval.body && <Markdown text={approval.body} />}
          {hasDecisions && isPending && <DecisionList approval={approval} />}
          {!isOpen && isPending && (
            <Alert tone="neutral" title="You cannot decide this one">
              {approval.refusal}
            </Alert>
          )}
          {approval.form && isPending && <AnswerForm answer={answer} isReadOnly={!isOpen} />}
        </div>
      </div>
      {isOpen && <DecisionBar approval={approval} answer={answer} />}
    </>
  )
}
