import { type RefObject, useEffect } from 'react'

/** Lets `j` and `k` move focus between the `[data-row-link]` elements inside `frame`; Enter opens natively. */
export function useRowKeys(frame: RefObject<HTMLElement | null>, isOn: boolean) {
  useEffect(() => {
    if (!isOn) return
    function move(event: KeyboardEvent) {
      if (event.key !== 'j' && event.key !== 'k') return
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const links = [...(frame.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
      const at = document.activeElement instanceof HTMLElement ? links.indexOf(document.activeElement) : -1
      const step = event.key === 'j' ? 1 : -1
      const target = at === -1 ? links[0] : links[at + step]
      if (!target) return
      event.preventDefault()
      target.focus()
      target.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('keydown', move)
    return () => document.removeEventListener('keydown', move)
  }, [frame, isOn])
}

/** Whether keys pressed now are text for a control, or belong to an open dialog or menu. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]'))
    return true
  return ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
