import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import type { ClientError } from './client-error'

export interface StaleNoticeProps {
  error: ClientError
  onRetry: (() => void) | undefined
}

/** Above what is shown while it could not be read again. */
export function StaleNotice({ error, onRetry }: StaleNoticeProps) {
  return (
    <Alert
      tone="warning"
      className="mb-4"
      title="This may be out of date"
      actions={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            Refresh
          </Button>
        )
      }
    >
      {error.message}
    </Alert>
  )
}
