/** About half a second: a busy machine draws messages later than the next frame. */
const FRAMES = 30

/** Puts the focus where a form was refused, once its messages are drawn; nothing where it was not. */
export function focusFirstInvalid(form: HTMLElement | null, frames = FRAMES): void {
  if (!form || frames === 0) return
  requestAnimationFrame(() => {
    const invalid = form.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (invalid) invalid.focus()
    else focusFirstInvalid(form, frames - 1)
  })
}
