import { Check } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { RefObject } from 'react'
import type { SelectOption, SelectProps } from './select'
import { TriggerStandIn } from './trigger-stand-in'

export interface SelectPanelProps extends Pick<SelectProps, 'options' | 'value' | 'onValueChange'> {
  id: string
  button: RefObject<HTMLElement | null>
  close: () => void
}

/** The open list of a select. */
export function SelectPanel(props: SelectPanelProps) {
  return (
    <Radix.Root open onOpenChange={props.close} value={props.value ?? ''} onValueChange={props.onValueChange}>
      <Radix.Trigger asChild>
        <TriggerStandIn trigger={props.button} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          id={props.id}
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-[60] max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-80 animate-enter overflow-hidden rounded-lg bg-raised shadow-pop"
        >
          <Radix.Viewport className="p-1">
            {props.options.map((option) => (
              <Option key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Option({ option }: { option: SelectOption }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.isDisabled}
      className="flex min-h-7 cursor-default select-none items-center gap-2 rounded-md py-1 pr-2 pl-2 text-sm outline-none data-highlighted:bg-hover data-disabled:opacity-50"
    >
      {option.icon && <span className="text-fg-muted [&_svg]:size-4">{option.icon}</span>}
      <span className="min-w-0 flex-1">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.hint && <span className="block text-fg-subtle text-xs">{option.hint}</span>}
      </span>
      <Radix.ItemIndicator>
        <Check aria-hidden="true" className="size-4 text-accent-text" />
      </Radix.ItemIndicator>
    </Radix.Item>
  )
}
