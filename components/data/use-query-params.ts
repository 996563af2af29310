'use client'

import { type ReadonlyURLSearchParams, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

export type ParamChanges = Record<string, string | undefined>

/** The address's query as state. Changes do not ask the server for the page again. */
export function useQueryParams(): {
  params: ReadonlyURLSearchParams
  change: (changes: ParamChanges, history?: 'push' | 'replace') => void
} {
  const params = useSearchParams()
  const change = useCallback((changes: ParamChanges, history: 'push' | 'replace' = 'replace') => {
    const next = new URLSearchParams(window.location.search)
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    const query = next.toString()
    const url = query ? `${window.location.pathname}?${query}` : window.location.pathname
    if (history === 'push') window.history.pushState(null, '', url)
    else window.history.replaceState(null, '', url)
  }, [])
  return { params, change }
}
