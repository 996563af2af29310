'use client'

import { useState } from 'react'
import type { JsonValue } from '@/server/kernel/json'
import { FieldError } from '../field'
import { Textarea } from '../textarea'
import { same } from './schema-values'

interface JsonInputProps {
  value: JsonValue | undefined
  onChange: (value: JsonValue | undefined) => void
  disabled: boolean
  onBlur: () => void
}

/** Any JSON value as text. The value changes only while the text is valid. */
export function JsonInput({ value, onChange, disabled, onBlur }: JsonInputProps) {
  const [typed, setTyped] = useState<string>()
  const problem = typed === undefined ? undefined : parse(typed).problem
  const isOwn = typed !== undefined && (problem !== undefined || same(parse(typed).value, value))
  return (
    <>
      <Textarea
        isMono
        rows={4}
        spellCheck={false}
        disabled={disabled}
        onBlur={onBlur}
        placeholder="{ }"
        aria-invalid={problem ? true : undefined}
        value={isOwn ? typed : value === undefined ? '' : JSON.stringify(value, null, 2)}
        onChange={(event) => {
          setTyped(event.target.value)
          const parsed = parse(event.target.value)
          if (!parsed.problem) onChange(parsed.value)
        }}
      />
      <FieldError message={problem} />
    </>
  )
}

function parse(text: string): { value?: JsonValue; problem?: string } {
  if (text.trim() === '') return {}
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: `Not valid JSON: ${error instanceof Error ? error.message : 'cannot be read'}` }
  }
}
