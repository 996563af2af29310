'use client'

import { useEffect } from 'react'
import { MessagePage } from '@/components/layout/message-page'
import { Button } from '@/components/ui/button'
import { CopyableId } from '@/components/ui/copyable-id'

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <MessagePage
      title="This page failed"
      text={
        <>
          <p>Something went wrong on our side. Your runs are not affected; try again.</p>
          {error.digest && (
            <p className="mt-3 text-fg-subtle text-xs">
              If it stays, tell your admin this id: <CopyableId id={error.digest} isFull />
            </p>
          )}
        </>
      }
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <Button onClick={() => window.location.assign('/')}>Go home</Button>
        </>
      }
    />
  )
}
