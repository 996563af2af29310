'use client'

import { Avatar } from '@/components/ui/avatar'
import { Section } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import { defaultsFor } from '@/components/ui/schema-form'
import { StatusIcon } from '@/components/ui/status'
import type { Approval } from '@/server/features/approvals/schema'
import { FormChanges } from './form-changes'
import { formChanges } from './inbox-rules'

type Decision = Approval['decisions'][number]

/** Who decided what, with their comment and what they changed of what was asked. */
export function DecisionList({ approval }: { approval: Approval }) {
  return (
    <Section title={approval.decisions.length === 1 ? 'Decision' : 'Decisions'}>
      <ol className="flex flex-col gap-3">
        {approval.decisions.map((decision) => (
          <DecisionItem key={`${decision.by}${decision.at}`} approval={approval} decision={decision} />
        ))}
      </ol>
    </Section>
  )
}

function DecisionItem({ approval, decision }: { approval: Approval; decision: Decision }) {
  const isApproval = decision.verdict === 'approve'
  const asked = approval.form ? defaultsFor(approval.form) : {}
  const changes = decision.values ? formChanges(approval.form, asked, { ...asked, ...decision.values }) : []
  return (
    <li className="flex flex-col gap-3 rounded-lg border px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <Avatar name={decision.by} size="sm" />
        <span className="font-medium">{decision.by}</span>
        <StatusIcon status={isApproval ? 'approved' : 'rejected'} />
        <span>
          {isApproval ? 'approved' : 'rejected'}
          {isApproval && approval.form && (changes.length > 0 ? ' with changes' : ' as asked')}
        </span>
        <RelativeTime at={decision.at} className="text-fg-subtle text-xs" />
      </div>
      {decision.comment && (
        <blockquote className="whitespace-pre-wrap border-line-strong border-l-2 pl-3 text-base text-fg-muted [overflow-wrap:anywhere]">
          {decision.comment}
        </blockquote>
      )}
      {changes.length > 0 && <FormChanges changes={changes} />}
    </li>
  )
}
