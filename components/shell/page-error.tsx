'use client'

import { RefreshCw, ServerCrash } from 'lucide-react'
import { useEffect } from 'react'
import { pageFailureOf } from '@/components/layout/page-failure'
import { PageMessage } from '@/components/layout/page-message'
import { buttonStyle } from '@/components/ui/button-style'

export interface PageErrorProps {
  error: Error & { digest?: string }
  reset: () => void
}

/**
 * A page that failed to draw: what to do, and the id to tell whoever looks after the server. Every page carries
 * this, so it is made of plain elements.
 */
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
              If it stays, tell your admin this id: <code className="select-all">{error.digest}</code>
            </p>
          )}
        </>
      }
      actions={
        <>
          <button
            type="button"
            className={buttonStyle({ variant: 'primary' })}
            onClick={isOutdated ? () => window.location.reload() : reset}
          >
            {isOutdated ? 'Reload' : 'Try again'}
          </button>
          <button type="button" className={buttonStyle()} onClick={() => window.location.assign('/')}>
            Go home
          </button>
        </>
      }
    />
  )
}
