'use client'

import { useEffect } from 'react'

/** Keeps the document's title at `<title> · Pawl`, also when the framework writes its own after a navigation. */
export function usePageTitle(title: string | undefined) {
  useEffect(() => {
    if (!title) return
    const whole = `${title} · Pawl`
    const apply = () => {
      if (document.title !== whole) document.title = whole
    }
    apply()
    const observer = new MutationObserver(apply)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [title])
}
