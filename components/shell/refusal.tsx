import type { ClientError } from '@/components/layout/client-error'
import { CopyableId } from '@/components/ui/copyable-id'

/** What the server said, in its words; with the id to tell an admin where it is the server's own fault. */
export function Refusal({ error }: { error: ClientError }) {
  return (
    <>
      {error.message}
      {error.code === 'bug' && error.correlationId && (
        <span className="mt-1 block text-xs">
          <CopyableId id={error.correlationId} isFull />
        </span>
      )}
    </>
  )
}
