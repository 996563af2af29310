import { useEffect } from 'react'
import { preloadDialogs } from '@/components/ui/dialog'
import { preloadToasts } from '@/components/ui/toast'

/** Fetches what the first key or click may want, once the page is drawn and the browser rests. */
export function useWarmUp() {
  useEffect(() => {
    if (savesData()) return
    const warmUp = () => {
      preloadToasts()
      preloadDialogs()
    }
    if (!window.requestIdleCallback) {
      const timer = setTimeout(warmUp, 2_000)
      return () => clearTimeout(timer)
    }
    const request = requestIdleCallback(warmUp, { timeout: 5_000 })
    return () => cancelIdleCallback(request)
  }, [])
}

function savesData(): boolean {
  return (
    'connection' in navigator &&
    typeof navigator.connection === 'object' &&
    navigator.connection !== null &&
    'saveData' in navigator.connection &&
    navigator.connection.saveData === true
  )
}
