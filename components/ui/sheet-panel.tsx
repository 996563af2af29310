import { Dialog as Radix } from 'radix-ui'
import { useRef } from 'react'
import { CloseButton } from './close-button'
import { cn } from './cn'
import { focusStart } from './focus-start'
import { ModalContext } from './modal-context'
import { focusAgain } from './return-focus'
import type { SheetProps } from './sheet'
import type { ModalPanelProps, ModalProps } from './use-modal'

const WIDTHS = { sm: 'w-[18rem]', md: 'w-[26rem]', lg: 'w-[42rem]' }

/** An open sheet. */
export function SheetPanel(props: Omit<SheetProps, keyof ModalProps> & ModalPanelProps) {
  const isLeft = props.side === 'left'
  const box = useRef<HTMLDivElement>(null)
  return (
    <ModalContext value={props.close}>
      <Radix.Root open onOpenChange={props.close}>
        <Radix.Portal>
          <Radix.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
          <Radix.Content
            ref={box}
            id={props.id}
            onOpenAutoFocus={(event) => {
              event.preventDefault()
              focusStart(box.current, 'box')
            }}
            onCloseAutoFocus={(event) => focusAgain(event, props.returnTo)}
            {...(props.description ? {} : { 'aria-describedby': undefined })}
            className={cn(
              'fixed inset-y-0 z-50 flex max-w-[calc(100vw-2.5rem)] flex-col bg-raised shadow-pop outline-none',
              isLeft ? 'left-0 animate-sheet-left' : 'right-0 animate-sheet-right',
              WIDTHS[props.size ?? 'md'],
            )}
          >
            <header className={cn('border-b py-3 pr-12 pl-5', props.isBare && 'sr-only')}>
              <div className="min-w-0 flex-1">
                <Radix.Title className="font-semibold text-base text-fg">{props.title}</Radix.Title>
                {props.description && (
                  <Radix.Description className="text-fg-muted text-sm">{props.description}</Radix.Description>
                )}
              </div>
            </header>
            <div className={cn('min-h-0 flex-1 overflow-y-auto', !props.isBare && 'p-5')}>
              {props.children}
            </div>
            {props.footer && (
              <footer className="flex justify-end gap-2 border-t px-5 py-3">{props.footer}</footer>
            )}
            {!props.isBare && <CloseButton />}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </ModalContext>
  )
}
