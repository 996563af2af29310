'use client'

import { type ComponentType, type ReactNode, useEffect, useState } from 'react'

export interface ToastOptions {
  description?: ReactNode
  /** How long it stays, in milliseconds. */
  duration?: number
  action?: { label: ReactNode; onClick: () => void }
}

type Kind = 'success' | 'error' | 'info' | 'warning' | 'loading'
type Region = typeof import('./toaster')

let region: Promise<Region> | undefined
let show: ((Toaster: ComponentType) => void) | undefined
let lastId = 0

/** Tells how something went, at the edge of the page: `toast.success('Saved')`. Each returns an id to dismiss it by. */
export const toast = {
  success: (title: ReactNode, options?: ToastOptions) => send('success', title, options),
  error: (title: ReactNode, options?: ToastOptions) => send('error', title, options),
  info: (title: ReactNode, options?: ToastOptions) => send('info', title, options),
  warning: (title: ReactNode, options?: ToastOptions) => send('warning', title, options),
  loading: (title: ReactNode, options?: ToastOptions) => send('loading', title, options),
  dismiss: (id: string) => void fetchRegion().then(({ toast: messages }) => messages.dismiss(id)),
}

/** Once in the application. Its code is fetched when the page rests, for a message may say that the network is gone. */
export function Toaster() {
  const [Shown, setShown] = useState<ComponentType>()
  useEffect(() => {
    show = (Toaster) => setShown(() => Toaster)
    return () => {
      show = undefined
    }
  }, [])
  return Shown ? <Shown /> : null
}

export function preloadToasts() {
  fetchRegion().catch(() => {}) // the first message tries again
}

function send(kind: Kind, title: ReactNode, options: ToastOptions = {}): string {
  lastId += 1
  const id = `toast-${lastId}`
  void fetchRegion().then(({ toast: messages, Toaster: Sonner }) => {
    show?.(Sonner)
    messages[kind](title, { ...options, id })
  })
  return id
}

function fetchRegion(): Promise<Region> {
  region ??= import('./toaster').catch((error) => {
    region = undefined
    throw error
  })
  return region
}
