import { Dialog as Radix } from 'radix-ui'
import { useRef } from 'react'
import { CloseButton } from './close-button'
import { cn } from './cn'
import type { DialogProps } from './dialog'
import { focusStart } from './focus-start'
import { ModalContext } from './modal-context'
import { focusAgain } from './return-focus'
import type { ModalPanelProps, ModalProps } from './use-modal'

const WIDTHS = { sm: 'max-w-[26rem]', md: 'max-w-[34rem]', lg: 'max-w-[46rem]', xl: 'max-w-[64rem]' }

/** An open dialog. */
export function DialogPanel(props: Omit<DialogProps, keyof ModalProps> & ModalPanelProps) {
  const box = useRef<HTMLDivElement>(null)
  return (
    <ModalContext value={props.close}>
      <Radix.Root open onOpenChange={props.close}>
        <Radix.Portal>
          <Radix.Overlay className="fixed inset-0 z-50 grid animate-fade place-items-end overflow-y-auto bg-scrim md:place-items-center md:p-6">
            <Radix.Content
              ref={box}
              id={props.id}
              onOpenAutoFocus={(event) => {
                event.preventDefault()
                focusStart(box.current, 'first-button')
              }}
              onCloseAutoFocus={(event) => focusAgain(event, props.returnTo)}
              {...(props.description ? {} : { 'aria-describedby': undefined })}
              className={cn(
                'relative flex max-h-[88dvh] w-full animate-enter flex-col rounded-t-xl bg-raised shadow-pop outline-none md:rounded-xl',
                WIDTHS[props.size ?? 'md'],
              )}
            >
              <header className="flex items-start gap-4 py-3 pt-4 pr-12 pl-5">
                <div className="min-w-0 flex-1">
                  <Radix.Title className="font-semibold text-fg text-lg tracking-tight">
                    {props.title}
                  </Radix.Title>
                  {props.description && (
                    <Radix.Description className="mt-0.5 text-fg-muted text-sm">
                      {props.description}
                    </Radix.Description>
                  )}
                </div>
              </header>
              {props.children && <div className="min-h-0 overflow-y-auto px-5 pb-5">{props.children}</div>}
              {props.footer && (
                <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3 max-md:pb-[max(0.75rem,env(safe-area-inset-bottom))]">
                  {props.footer}
                </footer>
              )}
              <CloseButton />
            </Radix.Content>
          </Radix.Overlay>
        </Radix.Portal>
      </Radix.Root>
    </ModalContext>
  )
}
