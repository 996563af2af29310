import { Ban, Lock, SearchX, ServerCrash, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { CopyableId } from '../ui/copyable-id'
import { Empty } from '../ui/empty'
import { type ClientError, readError } from './client-error'
import { ForbiddenView } from './forbidden'

export interface FailedViewProps {
  error: unknown
  onRetry?: (() => void) | undefined
  isRetrying?: boolean | undefined
  permission?: string | undefined
}

/** See `FailedView` of `./view-state`, which fetches this one. */
export function FailedView({ error, onRetry, isRetrying, permission }: FailedViewProps) {
  const known = readError(error)
  if (known.code === 'forbidden')
    return <ForbiddenView message={known.message} permission={permission} details={known.details} />
  const look = lookOf(known)
  return (
    <div role="alert">
      <Empty
        icon={look.icon}
        title={look.title}
        text={known.message}
        action={
          onRetry && known.code !== 'not_found' ? (
            <Button onClick={onRetry} isLoading={isRetrying}>
              Try again
            </Button>
          ) : undefined
        }
      >
        {known.correlationId && (
          <p className="text-fg-subtle text-xs">
            If it stays, tell your admin this id: <CopyableId id={known.correlationId} isFull />
          </p>
        )}
      </Empty>
    </div>
  )
}

function lookOf({ code }: ClientError): { icon: ReactNode; title: string } {
  if (code === 'not_found') return { icon: <SearchX />, title: 'Not found' }
  if (code === 'offline' || code === 'unavailable')
    return { icon: <Unplug />, title: 'Pawl cannot be reached' }
  if (code === 'limit_exceeded') return { icon: <Ban />, title: 'Too many requests' }
  if (code === 'unauthenticated') return { icon: <Lock />, title: 'You are signed out' }
  return { icon: <ServerCrash />, title: 'This could not be loaded' }
}
