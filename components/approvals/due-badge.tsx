'use client'

import { Clock } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { useDateFormat } from '@/components/ui/date-preferences'
import { useNow } from '@/components/ui/use-now'
import { urgencyOf } from './inbox-rules'

const TONES = { calm: 'neutral', soon: 'warning', overdue: 'danger' } as const

/** When a request must be decided; amber in its last hour. */
export function DueBadge({ dueAt }: { dueAt: string }) {
  const nowMs = useNow(5_000)
  const format = useDateFormat()
  if (nowMs === undefined) return null
  const urgency = urgencyOf(dueAt, nowMs)
  return (
    <Badge tone={TONES[urgency]} icon={<Clock />} title={`Deadline: ${format.timestamp(dueAt)}`}>
      {urgency === 'overdue' ? 'Deadline passed' : `Due ${format.relative(Date.parse(dueAt), nowMs)}`}
    </Badge>
  )
}
