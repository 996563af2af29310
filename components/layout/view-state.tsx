'use client'

import { FilterX } from 'lucide-react'
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { readError } from './client-error'
import type { FailedViewProps } from './failed-view'
import type { ForbiddenViewProps } from './forbidden'
import type { StaleNoticeProps } from './stale-notice'

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
export const FailedView = fetched<FailedViewProps>(
  () => import('./failed-view').then((module) => module.FailedView),
  ({ error, onRetry }) => (
    <>
      <p>{readError(error).message}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </>
  ),
)

/** Access is refused: says which permission is missing, which roles include it, and who can give one. */
export const ForbiddenView = fetched<ForbiddenViewProps>(
  () => import('./forbidden').then((module) => module.ForbiddenView),
  ({ message }) => <p>{message ?? 'You do not have access to this. Your role does not include it.'}</p>,
)

/** What is shown could not be read again. */
const StaleNotice = fetched<StaleNoticeProps>(
  () => import('./stale-notice').then((module) => module.StaleNotice),
  ({ error }) => <p>This may be out of date. {error.message}</p>,
)

/** A view that few ever see: no page waits for its code. Where that cannot be fetched, plain words stand in. */
function fetched<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  plain: (props: Props) => ReactNode,
) {
  return function Fetched(props: Props) {
    const [View, setView] = useState<ComponentType<Props>>()
    const [isMissing, setMissing] = useState(false)
    useEffect(() => {
      let isShown = true
      load().then(
        (loaded) => isShown && setView(() => loaded),
        () => isShown && setMissing(true),
      )
      return () => {
        isShown = false
      }
    }, [])
    if (View) return <View {...props} />
    if (!isMissing) return null
    return (
      <div role="alert" className="flex flex-col items-center gap-4 py-14 text-center">
        {plain(props)}
      </div>
    )
  }
}
