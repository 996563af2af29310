'use client'

import { type RefObject, useId, useMemo, useState } from 'react'
import type { JsonObject, JsonSchema } from '@/server/kernel/json'
import { Alert } from '../alert'
import { cn } from '../cn'
import type { FormErrors } from './errors-from-issues'
import { FormContext } from './form-context'
import { PropertyFields } from './schema-field'
import { shapeOf } from './schema-shape'
import { validateValue } from './schema-values'

export interface SchemaFormProps {
  /** A JSON Schema of type object. */
  schema: JsonSchema
  value: JsonObject
  onChange: (value: JsonObject) => void
  /** Messages from outside by path (`items.0.price`); they win over the form's own. */
  errors?: FormErrors
  /** Shows every problem, not only those of fields already left: after a failed submit. */
  showsAllErrors?: boolean
  isDisabled?: boolean
  formRef?: RefObject<HTMLDivElement | null>
  className?: string
}

/** The fields of a form made from a JSON Schema; put it in your own `form` with your own buttons. */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, value, onChange, errors, showsAllErrors = false, isDisabled = false } = props
  const idPrefix = useId()
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const shape = useMemo(() => shapeOf(schema), [schema])
  const problems = useMemo(() => validateValue(schema, value), [schema, value])
  const context = {
    idPrefix,
    isDisabled,
    errorAt: (path: string) =>
      errors?.[path] ?? (showsAllErrors || touched.has(path) ? problems[path] : undefined),
    touch: (path: string) => {
      if (!touched.has(path)) setTouched(new Set(touched).add(path))
    },
  }
  if (shape.kind !== 'object') {
    return (
      <Alert tone="warning">
        This schema does not describe an object with properties, so there is no form for it.
      </Alert>
    )
  }
  const wholeError = context.errorAt('')
  return (
    <FormContext.Provider value={context}>
      <div ref={props.formRef} className={cn('flex min-w-0 flex-col gap-4', props.className)}>
        {wholeError && <Alert tone="danger">{wholeError}</Alert>}
        {shape.properties.length === 0 && <p className="text-fg-muted text-sm">Nothing to fill in.</p>}
        <PropertyFields properties={shape.properties} value={value} onChange={onChange} path="" />
      </div>
    </FormContext.Provider>
  )
}
