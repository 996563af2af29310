'use client'

import { type RefObject, useEffect, useState } from 'react'

/** Whether any of an element is on the screen; undefined until the browser has told. */
export function useInView(element: RefObject<Element | null>): boolean | undefined {
  const [isInView, setInView] = useState<boolean>()
  useEffect(() => {
    if (!element.current) return
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting), {
      // A finger's breadth of it is not yet seen.
      rootMargin: '0px 0px -80px 0px',
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return isInView
}
