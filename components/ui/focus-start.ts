const FIELDS =
  'input:enabled:not([type="hidden"]), textarea:enabled, [role="combobox"]:enabled, [contenteditable="true"]'
const BUTTONS = 'button:enabled:not([data-closes]), a[href]'

/**
 * Puts the focus where an opened panel begins: at its first field, else where `otherwise` says. A form that is
 * still on its way gets it when it comes, unless the person has gone elsewhere.
 */
export function focusStart(box: HTMLElement | null, otherwise: 'first-button' | 'box') {
  if (!box) return
  const button = otherwise === 'first-button' ? box.querySelector<HTMLElement>(BUTTONS) : null
  const start = box.querySelector<HTMLElement>(FIELDS) ?? button ?? box
  start.focus({ preventScroll: true })
  if (start !== box) return
  const watch = new MutationObserver(() => {
    const field = box.querySelector<HTMLElement>(FIELDS)
    if (document.activeElement !== box) watch.disconnect()
    else if (field) field.focus({ preventScroll: true })
  })
  watch.observe(box, { childList: true, subtree: true })
}
