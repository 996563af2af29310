'use client'

import { FilterX } from 'lucide-react'
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { type ClientError, readError } from './client-error'
import type { FailedViewProps } from './failed-view'

export { ForbiddenView } from './forbidden'

/** The part of a TanStack query result that a view needs. */
export interface QueryLike<Data> {
  data: Data | undefined
  error: unknown
  isPending: boolean
  isFetching?: boolean
  refetch?: () => unknown
}

export interface QueryViewProps<Data> {
  query: QueryLike<Data>
  /** Blocks in the shape of the real thing. */
  skeleton: ReactNode
  /** An `Empty`: what this is, and one action. */
  empty?: ReactNode
  /** Default: an empty array, or an object whose `items` are empty. */
  isEmpty?: (data: Data) => boolean
  /** Give it while filters are on: emptiness then offers to clear them. */
  filtered?: { onClear: () => void; noun?: string } | undefined
  /** Named where access is refused. */
  permission?: string
  children: (data: Data) => ReactNode
}

/** One query in its five states. Data already shown stays while a refresh fails; the failure is told above it. */
export function QueryView<Data>(props: QueryViewProps<Data>) {
  const { query, filtered } = props
  const retry = query.refetch ? () => void query.refetch?.() : undefined
  if (query.data === undefined) {
    if (query.error) {
      return (
        <FailedView
          error={query.error}
          onRetry={retry}
          isRetrying={query.isFetching}
          permission={props.permission}
        />
      )
    }
    return (
      <div aria-busy="true">
        <output className="sr-only">Loading</output>
        {props.skeleton}
      </div>
    )
  }
  const isEmpty = (props.isEmpty ?? hasNothing)(query.data)
  return (
    <>
      {query.error ? <StaleNotice error={readError(query.error)} onRetry={retry} /> : null}
      {isEmpty && filtered ? (
        <FilteredOut {...filtered} />
      ) : isEmpty && props.empty ? (
        props.empty
      ) : (
        props.children(query.data)
      )}
    </>
  )
}

function hasNothing(data: unknown): boolean {
  if (Array.isArray(data)) return data.length === 0
  if (typeof data !== 'object' || data === null || !('items' in data)) return false
  return Array.isArray(data.items) && data.items.length === 0
}

/** Filters are on and nothing fits them. */
export function FilteredOut({ onClear, noun = 'rows' }: { onClear: () => void; noun?: string }) {
  return (
    <Empty
      size="sm"
      icon={<FilterX />}
      title={`No ${noun} match these filters`}
      text="There may be more without them."
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  )
}

/** What happened, what to do, try again, and the id to tell whoever looks after the server. */
export function FailedView(props: FailedViewProps) {
  const [View, setView] = useState<ComponentType<FailedViewProps>>()
  const [isMissing, setMissing] = useState(false)
  useEffect(() => {
    let isShown = true
    import('./failed-view').then(
      (module) => isShown && setView(() => module.FailedView),
      () => isShown && setMissing(true),
    )
    return () => {
      isShown = false
    }
  }, [])
  if (View) return <View {...props} />
  if (!isMissing) return null
  // Where the network is gone, so may be the view that says it well.
  return (
    <div role="alert" className="flex flex-col items-center gap-4 py-14 text-center">
      <p>{readError(props.error).message}</p>
      {props.onRetry && <Button onClick={props.onRetry}>Try again</Button>}
    </div>
  )
}

function StaleNotice({ error, onRetry }: { error: ClientError; onRetry: (() => void) | undefined }) {
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
