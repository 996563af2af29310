'use client'

import { useRef, useState } from 'react'
import type { JsonObject, JsonSchema } from '@/server/kernel/json'
import type { FormErrors } from './errors-from-issues'
import type { SchemaFormProps } from './schema-form'
import { defaultsFor, validateValue } from './schema-values'

export interface SchemaFormState {
  value: JsonObject
  setValue: (value: JsonObject) => void
  /** Spread onto `SchemaForm`. */
  formProps: Pick<SchemaFormProps, 'schema' | 'value' | 'onChange' | 'errors' | 'showsAllErrors' | 'formRef'>
  /** Checks all; when something is wrong it shows every message, focuses the first and returns false. */
  validate: () => boolean
  /** Shows what the server refused; see `errorsFromIssues`. */
  setServerErrors: (errors: FormErrors) => void
  reset: () => void
}

/** The state of a form made from a schema, prefilled with `initial` over the schema's defaults. */
export function useSchemaForm(schema: JsonSchema, initial?: JsonObject): SchemaFormState {
  const formRef = useRef<HTMLDivElement>(null)
  const [value, setValue] = useState(() => defaultsFor(schema, initial))
  const [errors, setErrors] = useState<FormErrors>({})
  const [showsAllErrors, setShowsAll] = useState(false)

  function change(next: JsonObject) {
    setValue(next)
    setErrors({})
  }

  function focusFirst() {
    requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }

  return {
    value,
    setValue: change,
    formProps: { schema, value, onChange: change, errors, showsAllErrors, formRef },
    validate: () => {
      const isValid = Object.keys(validateValue(schema, value)).length === 0
      setShowsAll(!isValid)
      if (!isValid) focusFirst()
      return isValid
    },
    setServerErrors: (next) => {
      setErrors(next)
      focusFirst()
    },
    reset: () => {
      change(defaultsFor(schema, initial))
      setShowsAll(false)
    },
  }
}
