'use client'

import { ChartColumn } from 'lucide-react'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { Chart } from '@/components/ui/chart'
import { Empty } from '@/components/ui/empty'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { formatCount } from '@/components/ui/tokens'
import type { Spend } from '@/server/features/usage/schema'
import { formatDate, formatNanos, type Measure, spendRows, spendSummary } from './spend-rules'

/** What model calls cost in the last days; calls without a known price are told, not counted as free. */
export function SpendCard({ spend }: { spend: Spend }) {
  // Where nothing cost anything, bars of dollars would all be flat.
  const [measure, setMeasure] = useState<Measure>(spend.totalNanos === '0' ? 'tokens' : 'cost')
  const isCost = measure === 'cost'
  return (
    <Card
      title={`Last ${spend.days.length} days`}
      actions={
        spend.calls > 0 ? (
          <SegmentedControl
            label="Measure"
            size="sm"
            value={measure}
            onValueChange={setMeasure}
            options={[
              { value: 'cost', label: 'Cost' },
              { value: 'tokens', label: 'Tokens' },
            ]}
          />
        ) : undefined
      }
    >
      {spend.calls === 0 ? (
        <Empty
          size="sm"
          icon={<ChartColumn />}
          title="No model calls yet"
          text="Tokens and cost of agent steps appear here, by day."
        />
      ) : (
        <div className="flex flex-col gap-3">
          <Chart
            kind="bar"
            rows={spendRows(spend, measure)}
            x="date"
            xLabel="Day"
            series={[{ key: 'value', label: isCost ? 'Cost in US dollars' : 'Tokens', tone: 'accent' }]}
            formatX={(date) => formatDate(String(date))}
            formatY={isCost ? formatNanos : formatCount}
            heightPx={180}
            summary={spendSummary(spend)}
          />
          {spend.unpricedCalls > 0 && (
            <Alert tone="warning" title={unpricedTitle(spend.unpricedCalls)}>
              No price is known for their model, so the cost above leaves them out.
            </Alert>
          )}
        </div>
      )}
    </Card>
  )
}

function unpricedTitle(count: number): string {
  return count === 1 ? '1 unpriced call' : `${count.toLocaleString('en')} unpriced calls`
}
