'use client'

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { JsonValue } from '@/server/kernel/json'
import { Button } from '../button'
import { IconButton } from '../icon-button'
import { startOf } from './schema-values'
import type { ItemsProps } from './text-list-input'

interface ListInputProps extends ItemsProps {
  /** The fields of one item, which may hold lists again. */
  renderItem: (item: JsonValue, path: string, onChange: (next: JsonValue | undefined) => void) => ReactNode
}

/** Items with fields of their own: add, remove, move. */
export function ListInput({ shape, label, path, items, onChange, isDisabled, renderItem }: ListInputProps) {
  const name = shape.label || label

  function set(index: number, next: JsonValue | undefined) {
    onChange(items.map((one, at) => (at === index ? (next ?? null) : one)))
  }

  function move(index: number, step: 1 | -1) {
    const next = [...items]
    const [item] = next.splice(index, 1)
    if (item !== undefined) next.splice(index + step, 0, item)
    onChange(next)
  }

  return (
    <div className="flex flex-col gap-2">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <div key={index} className="rounded-lg border">
          <div className="flex h-9 items-center justify-between border-b bg-sunken pr-1 pl-3">
            <span className="tabular text-fg-muted text-xs">
              {name} {index + 1}
            </span>
            <span className="flex">
              <IconButton
                label="Move up"
                size="xs"
                disabled={isDisabled || index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp />
              </IconButton>
              <IconButton
                label="Move down"
                size="xs"
                disabled={isDisabled || index === items.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown />
              </IconButton>
              <IconButton
                label={`Remove ${name} ${index + 1}`}
                size="xs"
                disabled={isDisabled}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              >
                <Trash2 />
              </IconButton>
            </span>
          </div>
          <div className="flex flex-col gap-4 p-3">
            {renderItem(item, `${path}.${index}`, (next) => set(index, next))}
          </div>
        </div>
      ))}
      <Button
        size="sm"
        icon={<Plus />}
        className="self-start"
        disabled={isDisabled}
        onClick={() => onChange([...items, startOf(shape, true) ?? null])}
      >
        Add {name.toLowerCase()}
      </Button>
    </div>
  )
}
