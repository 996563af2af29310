'use client'

import { useEffect } from 'react'
import { pageFailureOf } from '@/components/layout/page-failure'

export interface PageErrorProps {
  error: Error & { digest?: string }
  reset: () => void
}

const BUTTON = 'h-8 rounded-md border border-line-strong bg-surface px-3 font-medium text-sm hover:bg-hover'

/**
 * A page that failed to draw: what to do, and the id to tell whoever looks after the server. Every page carries
 * this, so it is made of nothing but plain elements.
 */
export function PageError({ error, reset }: PageErrorProps) {
  useEffect(() => {
    console.error(error)
  }, [error])
  const { title, text, isOutdated } = pageFailureOf(error)
  return (
    <div className="flex min-h-[70dvh] flex-col items-center justify-center gap-5 px-6 text-center">
      <h1 className="font-semibold text-fg text-xl tracking-[-0.02em]">{title}</h1>
      <p className="max-w-[28rem] text-pretty text-fg-muted">{text}</p>
      {error.digest && (
        <p className="text-fg-subtle text-xs">
          If it stays, tell your admin this id: <code className="select-all">{error.digest}</code>
        </p>
      )}
      <div className="flex gap-2">
        <button
          type="button"
          className={BUTTON}
          onClick={isOutdated ? () => window.location.reload() : reset}
        >
          {isOutdated ? 'Reload' : 'Try again'}
        </button>
        <button type="button" className={BUTTON} onClick={() => window.location.assign('/')}>
          Go home
        </button>
      </div>
    </div>
  )
}
