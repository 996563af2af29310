'use client'

import { createContext, useContext } from 'react'

export interface SchemaFormContext {
  /** Start of every id in this form. */
  idPrefix: string
  isDisabled: boolean
  /** The message to show at a path now, if any. */
  errorAt: (path: string) => string | undefined
  /** The person has left this field: its problems may be shown. */
  touch: (path: string) => void
}

export const FormContext = createContext<SchemaFormContext | undefined>(undefined)

export function useFormContext(): SchemaFormContext {
  const context = useContext(FormContext)
  if (!context) throw new Error('Schema fields live inside a SchemaForm')
  return context
}
