'use client'

import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { CloseButton } from './close-button'
import { cn } from './cn'

export interface DialogProps {
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** A button that opens it, where it is not controlled. */
  trigger?: ReactNode
  title: ReactNode
  description?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children?: ReactNode
}

const WIDTHS = { sm: 'max-w-[26rem]', md: 'max-w-[34rem]', lg: 'max-w-[46rem]', xl: 'max-w-[64rem]' }

/** A modal; on phones it comes from below. Focus is kept inside and returns to where it was. */
export function Dialog(props: DialogProps) {
  return (
    <Radix.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      {props.trigger && <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 grid animate-fade place-items-end overflow-y-auto bg-scrim md:place-items-center md:p-6">
          <Radix.Content
            {...(props.description ? {} : { 'aria-describedby': undefined })}
            className={cn(
              'relative flex max-h-[88dvh] w-full animate-enter flex-col rounded-t-xl bg-raised shadow-pop md:rounded-xl',
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
  )
}

/** Wraps a button of the footer that only closes. */
export const DialogClose = ({ children }: { children: ReactNode }) => (
  <Radix.Close asChild>{children}</Radix.Close>
)
