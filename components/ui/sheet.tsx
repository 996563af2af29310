'use client'

import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { CloseButton } from './close-button'
import { cn } from './cn'

export interface SheetProps {
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  trigger?: ReactNode
  title: ReactNode
  description?: ReactNode
  side?: 'left' | 'right'
  size?: 'sm' | 'md' | 'lg'
  /** Keeps title and close button for screen readers only, where the content has its own. */
  isBare?: boolean
  footer?: ReactNode
  children: ReactNode
}

const WIDTHS = { sm: 'w-[18rem]', md: 'w-[26rem]', lg: 'w-[42rem]' }

/** A panel from the side, over the page. */
export function Sheet(props: SheetProps) {
  const isLeft = props.side === 'left'
  return (
    <Radix.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      {props.trigger && <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        <Radix.Content
          {...(props.description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed inset-y-0 z-50 flex max-w-[calc(100vw-2.5rem)] flex-col bg-raised shadow-pop',
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
          <div className={cn('min-h-0 flex-1 overflow-y-auto', !props.isBare && 'p-5')}>{props.children}</div>
          {props.footer && (
            <footer className="flex justify-end gap-2 border-t px-5 py-3">{props.footer}</footer>
          )}
          {!props.isBare && <CloseButton />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
