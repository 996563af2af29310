'use client'

import { useEffect, useRef, useState } from 'react'

const SHOWN_MS = 1_600

/** Copies text; `isCopied` stays true for a moment. Falls back to a selection where the page is not secure. */
export function useCopy(): { isCopied: boolean; copy: (text: string) => Promise<void> } {
  const [isCopied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  async function copy(text: string) {
    if (navigator.clipboard) await navigator.clipboard.writeText(text).catch(() => copyBySelection(text))
    else copyBySelection(text)
    setCopied(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied(false), SHOWN_MS)
  }
  return { isCopied, copy }
}

// Browsers offer the clipboard on https and localhost only; self-hosted Pawl may run on plain http in a LAN.
function copyBySelection(text: string) {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const previous = document.activeElement
  ;(previous?.closest('[role="dialog"]') ?? document.body).append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
  if (previous instanceof HTMLElement) previous.focus()
}
