import { adviceOf } from '@/server/kernel/error-codes'
import type { RunError } from '@/server/kernel/run-events'
import { InlineCode } from '../editor/inline-code'

/** The code, what happened, and what to do about it. */
export function ErrorText({ error }: { error: RunError }) {
  const advice = adviceOf(error.code)
  return (
    <p className="[overflow-wrap:anywhere]">
      <code className="mr-2 rounded-sm bg-danger-soft px-1 text-danger-text text-xs">{error.code}</code>
      <InlineCode text={error.message} />
      {advice && (
        <span className="block text-fg-muted">
          <InlineCode text={advice} />
        </span>
      )}
    </p>
  )
}
