'use client'

import { RefreshCw, ServerCrash } from 'lucide-react'
import { useEffect } from 'react'
import { pageFailureOf } from '@/components/layout/page-failure'
import { PageMessage } from '@/components/layout/page-message'
import { Button } from '@/components/ui/button'
import { CopyableId } from '@/components/ui/copyable-id'

export interface PageErrorProps {
  error: Error & { digest?: string }
  reset: () => void
}

/** A page that failed to draw: what to do, and the id to tell whoever looks after the server. */
export function PageError({ error, reset }: PageErrorProps) {
  useEffect(() => {
    console.error(error)
  }, [error])
  const { title, text, isOutdated } = pageFailureOf(error)
  return (
    <PageMessage
      icon={isOutdated ? <RefreshCw /> : <ServerCrash />}
      title={title}
      text={
        <>
          <p>{text}</p>
          {error.digest && (
            <p className="mt-3 text-fg-subtle text-xs">
              If it stays, tell your admin this id: <CopyableId id={error.digest} isFull />
            </p>
          )}
        </>
      }
      actions={
        <>
          <Button variant="primary" onClick={isOutdated ? () => window.location.reload() : reset}>
            {isOutdated ? 'Reload' : 'Try again'}
          </Button>
          <Button onClick={() => window.location.assign('/')}>Go home</Button>
        </>
      }
    />
  )
}
