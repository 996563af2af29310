import { Money } from '../ui/money'

/** What a run cost; a mark tells of calls without a known price. */
export function RunCost({ run }: { run: { costNanos: string; unpricedCalls: number } }) {
  const { unpricedCalls } = run
  if (unpricedCalls === 0) return <Money costNanos={run.costNanos} />
  const note = `${unpricedCalls} model ${unpricedCalls === 1 ? 'call has' : 'calls have'} no known price`
  if (run.costNanos === '0') return <Money costNanos={null} />
  return (
    <span title={note}>
      <Money costNanos={run.costNanos} />
      <span aria-hidden="true">+</span>
      <span className="sr-only"> and {note}</span>
    </span>
  )
}
