import { adviceOf } from '@/server/kernel/error-codes'
import type { RunError } from '@/server/kernel/run-events'
import { InlineCode } from '../editor/inline-code'

/** The code, what happened, and what to do about it. */
export function ErrorText({ error }: { error: RunError }) {
  const advice = adviceOf(error.code)
  const line = error.details?.sourceLine
  return (
    <p className="[overflow-wrap:anywhere]">
      <code className="mr-2 rounded-sm bg-danger-soft px-1 text-danger-text text-xs">{error.code}</code>
      <InlineCode text={error.message} />
      {typeof line === 'number' && <span> Line {line} of the workflow.</span>}
      {advice && (
        <span className="block text-fg-muted">
          <InlineCode text={advice} />
        </span>
      )}
    </p>
  )
}
