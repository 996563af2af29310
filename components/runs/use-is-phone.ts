'use client'

import { useSyncExternalStore } from 'react'

const QUERY = '(width < 48rem)'

/** Whether the window is as narrow as a phone, where panes stack. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, read, () => false)
}

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(QUERY)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

function read(): boolean {
  return window.matchMedia(QUERY).matches
}
