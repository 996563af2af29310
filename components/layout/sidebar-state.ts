'use client'

import { useSyncExternalStore } from 'react'
import { STORAGE_KEY } from './sidebar-script'

const listeners = new Set<() => void>()

/** Whether the sidebar is a rail of icons, and how to change that; remembered in the browser. */
export function useSidebar(): { isRail: boolean; toggle: () => void } {
  const isRail = useSyncExternalStore(subscribe, readRail, () => false)
  return { isRail, toggle }
}

function toggle() {
  const isRail = !readRail()
  if (isRail) document.documentElement.dataset.sidebar = 'rail'
  else delete document.documentElement.dataset.sidebar
  localStorage.setItem(STORAGE_KEY, isRail ? 'rail' : 'open')
  for (const listener of listeners) listener()
}

function readRail(): boolean {
  return document.documentElement.dataset.sidebar === 'rail'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
