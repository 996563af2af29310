'use client'

import { Plus, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react'
import type { JsonValue } from '@/server/kernel/json'
import { Button } from '../button'
import { FieldError } from '../field'
import { IconButton } from '../icon-button'
import { Input } from '../input'
import { useFormContext } from './form-context'
import type { SchemaShape } from './schema-shape'

export interface ItemsProps {
  /** The shape of one item. */
  shape: SchemaShape
  label: string
  path: string
  items: JsonValue[]
  onChange: (items: JsonValue[]) => void
  isDisabled: boolean
}

/** Lines of text: Enter adds one, Backspace in an empty one removes it, pasted lines become items. */
export function TextListInput({ shape, label, path, items, onChange, isDisabled }: ItemsProps) {
  const form = useFormContext()
  const frame = useRef<HTMLDivElement>(null)

  function focusAt(index: number) {
    requestAnimationFrame(() => frame.current?.querySelectorAll('input')[Math.max(0, index)]?.focus())
  }

  function insert(index: number) {
    onChange([...items.slice(0, index), '', ...items.slice(index)])
    focusAt(index)
  }

  function remove(index: number) {
    onChange(items.filter((_, at) => at !== index))
    focusAt(index - 1)
  }

  function onKeyDown(event: KeyboardEvent, index: number) {
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      insert(index + 1)
    }
    if (event.key === 'Backspace' && items[index] === '') {
      event.preventDefault()
      remove(index)
    }
  }

  function onPaste(event: ClipboardEvent, index: number) {
    const lines = event.clipboardData
      .getData('text')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean)
    if (lines.length < 2) return
    event.preventDefault()
    const kept = items[index] === '' ? [] : [items[index] ?? '']
    onChange([...items.slice(0, index), ...kept, ...lines, ...items.slice(index + 1)])
    focusAt(index + kept.length + lines.length - 1)
  }

  return (
    <div ref={frame} className="flex flex-col gap-1.5">
      {items.map((item, index) => {
        const error = form.errorAt(`${path}.${index}`)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: items are plain texts and have no identity but their place
          <div key={index} className="flex flex-col gap-1">
            <div className="flex items-center gap-1">
              <Input
                aria-label={`${label} ${index + 1}`}
                aria-invalid={error ? true : undefined}
                value={typeof item === 'string' ? item : JSON.stringify(item)}
                placeholder={shape.placeholder}
                disabled={isDisabled}
                onChange={(event) =>
                  onChange(items.map((one, at) => (at === index ? event.target.value : one)))
                }
                onBlur={() => form.touch(`${path}.${index}`)}
                onKeyDown={(event) => onKeyDown(event, index)}
                onPaste={(event) => onPaste(event, index)}
              />
              <IconButton
                label={`Remove ${label} ${index + 1}`}
                size="sm"
                disabled={isDisabled}
                onClick={() => remove(index)}
              >
                <X />
              </IconButton>
            </div>
            <FieldError message={error} />
          </div>
        )
      })}
      <Button
        size="sm"
        icon={<Plus />}
        className="self-start"
        disabled={isDisabled}
        onClick={() => insert(items.length)}
      >
        Add
      </Button>
    </div>
  )
}
