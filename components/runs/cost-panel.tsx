'use client'

import type { LoggedRunEvent } from '@/server/kernel/run-events'
import { Money } from '../ui/money'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../ui/table'
import { Tokens } from '../ui/tokens'

export type UsageEvent = Extract<LoggedRunEvent, { type: 'step.usage' }>

export interface CostPanelProps {
  calls: readonly UsageEvent[]
  onSelect?: (path: string) => void
}

/** Model calls with tokens and price. */
export function CostPanel({ calls, onSelect }: CostPanelProps) {
  if (calls.length === 0)
    return <p className="text-fg-subtle text-sm">No model was called, so nothing was spent.</p>
  return (
    <div className="[--topbar-height:0px]">
      <Table label="Model calls">
        <TableHead>
          {onSelect && <TableHeader>Step</TableHeader>}
          <TableHeader>Model</TableHeader>
          <TableHeader align="right">In</TableHeader>
          <TableHeader align="right">Out</TableHeader>
          <TableHeader align="right">Cost</TableHeader>
        </TableHead>
        <TableBody>
          {calls.map((call) => (
            <TableRow key={call.seq}>
              {onSelect && (
                <TableCell>
                  <button
                    type="button"
                    onClick={() => onSelect(call.path)}
                    className="rounded-sm text-accent-text hover:underline"
                  >
                    {call.path}
                  </button>
                </TableCell>
              )}
              <TableCell className="[overflow-wrap:anywhere]">
                <span className="text-fg-subtle">{call.provider}/</span>
                {call.model}
              </TableCell>
              <TableCell isNumeric isMuted>
                <Tokens count={call.inputTokens} />
              </TableCell>
              <TableCell isNumeric isMuted>
                <Tokens count={call.outputTokens} />
              </TableCell>
              <TableCell isNumeric>
                <Money costNanos={call.costNanos} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
