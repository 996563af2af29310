'use client'

import { useProject } from '@/components/data/project'
import { Alert } from '@/components/ui/alert'
import { CopyButton } from '@/components/ui/copy-button'
import type { Approval } from '@/server/features/approvals/schema'
import { FormChanges } from './form-changes'
import type { Answer } from './use-answer'

/** The request was settled while this member was still writing: says by whom, and keeps what they wrote. */
export function UnsentAnswer({ approval, answer }: { approval: Approval; answer: Answer }) {
  const last = approval.decisions.at(-1)
  const { user } = useProject()
  const comment = answer.comment.trim()
  const isOwn = last?.by === user.name
  return (
    <Alert
      tone="info"
      title={
        last
          ? isOwn
            ? 'You decided this already'
            : `${last.by} was a moment faster`
          : 'This request is closed'
      }
      actions={<CopyButton text={textOf(answer)} label="Copy what you wrote" />}
    >
      <p>
        {last
          ? `${isOwn ? 'You' : last.by} ${last.verdict === 'approve' ? 'approved' : 'rejected'} it. A request is decided once, so this answer was not sent; it is kept here until you leave.`
          : 'It was closed before your answer was sent; what you wrote is kept here until you leave.'}
      </p>
      {comment && (
        <blockquote className="mt-2 whitespace-pre-wrap border-info-line border-l-2 pl-3 [overflow-wrap:anywhere]">
          {comment}
        </blockquote>
      )}
      {answer.changes.length > 0 && (
        <div className="mt-3">
          <FormChanges changes={answer.changes} />
        </div>
      )}
    </Alert>
  )
}

function textOf(answer: Answer): string {
  const values = answer.changes.map((change) =>
    typeof change.after === 'string' ? change.after : JSON.stringify(change.after, null, 2),
  )
  return [answer.comment.trim(), ...values].filter(Boolean).join('\n\n')
}
