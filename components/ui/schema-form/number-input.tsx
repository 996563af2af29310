'use client'

import { useState } from 'react'
import type { JsonValue } from '@/server/kernel/json'
import { Input } from '../input'

interface NumberInputProps {
  isInteger: boolean
  value: JsonValue | undefined
  onChange: (value: JsonValue | undefined) => void
  disabled: boolean
  placeholder: string | undefined
  onBlur: () => void
}

/** Text while it is typed ("1.", "-"), a number as soon as it is one; other text stays and is told as wrong. */
export function NumberInput({ isInteger, value, onChange, ...rest }: NumberInputProps) {
  const [typed, setTyped] = useState('')
  const shown = value === undefined || value === null ? '' : String(value)
  const isSame = typed !== '' && parse(typed) === value
  return (
    <Input
      {...rest}
      inputMode={isInteger ? 'numeric' : 'decimal'}
      autoComplete="off"
      className="tabular"
      value={isSame ? typed : shown}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange(parse(event.target.value))
      }}
    />
  )
}

function parse(text: string): number | string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const number = Number(trimmed)
  return Number.isFinite(number) ? number : trimmed
}
