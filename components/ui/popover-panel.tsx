import { Popover as Radix } from 'radix-ui'
import type { RefObject } from 'react'
import { cn } from './cn'
import type { PopoverProps } from './popover'
import { TriggerStandIn } from './trigger-stand-in'

export interface PopoverPanelProps
  extends Pick<PopoverProps, 'side' | 'align' | 'label' | 'className' | 'children'> {
  id: string
  button: RefObject<HTMLElement | null>
  close: () => void
  sideOffsetPx?: number
}

/** An open popover. */
export function PopoverPanel(props: PopoverPanelProps) {
  return (
    <Radix.Root open onOpenChange={props.close}>
      <Radix.Trigger asChild>
        <TriggerStandIn trigger={props.button} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          id={props.id}
          aria-label={props.label}
          side={props.side ?? 'bottom'}
          align={props.align ?? 'start'}
          sideOffset={props.sideOffsetPx ?? 6}
          collisionPadding={8}
          className={cn(
            'z-[60] w-72 max-w-[calc(100vw-1rem)] animate-enter rounded-lg bg-raised p-3 text-sm shadow-pop outline-none',
            props.className,
          )}
        >
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
