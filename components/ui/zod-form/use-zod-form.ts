'use client'

import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type ClientError, readError } from '../../layout/client-error'
import { errorAt, errorsOf, type FormErrors, isAlike, issuesOf, untold, without } from './form-rules'

/** What is needed of a Zod schema; so that no page loads Zod for a form before it is sent. */
export interface FormSchema<Output> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: Output }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }
}

export interface ZodFormOptions<Values extends object, Output> {
  /** `() => import('@/server/features/…/schema').then((module) => module.inviteSchema)`: loaded on the first send. */
  schema: () => Promise<FormSchema<Output>>
  initial: Values
  /** Sends what the schema made of the values. A refusal that it throws is shown in the form. */
  onSubmit: (output: Output) => Promise<unknown> | unknown
}

export type Name<Values> = keyof Values & string
/** The fields whose values are of a kind. */
type NameOf<Values, Kind> = {
  [Field in Name<Values>]: Values[Field] extends Kind ? Field : never
}[Name<Values>]

export interface ZodForm<Values extends object> {
  value: Values
  set: <Field extends Name<Values>>(field: Field, value: Values[Field]) => void
  /** For `Field`. */
  field: (name: Name<Values>) => { error?: string }
  /** For `Input` and `Textarea`. */
  input: (name: NameOf<Values, string>) => {
    name: string
    value: string
    onChange: (event: { target: { value: string } }) => void
  }
  /** For `Select`, `Combobox`, `RadioGroup` and `SegmentedControl`. */
  choice: <Field extends NameOf<Values, string | undefined>>(
    name: Field,
  ) => { value: Values[Field]; onValueChange: (value: string) => void }
  /** For `Checkbox` and `Switch`. */
  toggle: (name: NameOf<Values, boolean>) => {
    checked: boolean
    onCheckedChange: (checked: boolean | 'indeterminate') => void
  }
  /** For `<form>`. */
  formProps: {
    ref: RefObject<HTMLFormElement | null>
    noValidate: true
    onSubmit: (event: FormEvent) => void
  }
  /** What is wrong with no shown field in particular; for `FormProblem`. */
  problem: FormProblemValue | undefined
  isSubmitting: boolean
  isDirty: boolean
  /** Back to where it began, or to new values, which then count as unchanged. */
  reset: (values?: Values) => void
}

export interface FormProblemValue {
  messages: readonly string[]
  error: ClientError | undefined
}

/**
 * The state of a form whose values a Zod schema checks. The schema comes with the first send, so that Zod is no
 * part of what a page loads first. After a refused send each change clears what was said of its field, and what
 * remains is checked anew.
 */
export function useZodForm<Values extends object, Output>(
  options: ZodFormOptions<Values, Output>,
): ZodForm<Values> {
  const ref = useRef<HTMLFormElement>(null)
  const schema = useRef<FormSchema<Output>>(undefined)
  const fields = useRef(new Set<string>())
  const [baseline, setBaseline] = useState(options.initial)
  const [value, setValue] = useState(options.initial)
  const [errors, setErrors] = useState<FormErrors>({})
  const [failure, setFailure] = useState<ClientError>()
  const [isSubmitting, setSubmitting] = useState(false)
  /** Counts refusals: after each, once its messages are drawn, the focus goes to the first wrong field. */
  const [refusals, setRefusals] = useState(0)
  useEffect(() => {
    if (refusals > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])

  function set<Field extends Name<Values>>(field: Field, next: Values[Field]) {
    setValue((known) => ({ ...known, [field]: next }))
    setErrors((known) => without(known, field))
  }

  function refuse(next: FormErrors, error?: ClientError) {
    setErrors(next)
    setFailure(error)
    setRefusals((count) => count + 1)
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    // A form in a dialog stands inside the page's form in React's tree.
    event.stopPropagation()
    if (isSubmitting) return
    setSubmitting(true)
    setFailure(undefined)
    try {
      schema.current ??= await options.schema()
      const parsed = schema.current.safeParse(value)
      if (!parsed.success) {
        refuse(errorsOf(parsed.error.issues))
        return
      }
      setErrors({})
      await options.onSubmit(parsed.data)
      setBaseline(value)
    } catch (thrown) {
      const error = readError(thrown)
      const issues = issuesOf(error.details)
      // Where it names places, those say it better than the sentence over all.
      refuse(errorsOf(issues), issues.length > 0 ? undefined : error)
    } finally {
      setSubmitting(false)
    }
  }

  const messages = untold(errors, [...fields.current])
  return {
    value,
    set,
    field: (name) => {
      fields.current.add(name)
      const error = errorAt(errors, name)
      return error === undefined ? {} : { error }
    },
    ...controls(value, set),
    formProps: { ref, noValidate: true, onSubmit: (event) => void submit(event) },
    problem: failure || messages.length > 0 ? { messages, error: failure } : undefined,
    isSubmitting,
    isDirty: !isAlike(value, baseline),
    reset: (values = baseline) => {
      setBaseline(values)
      setValue(values)
      setErrors({})
      setFailure(undefined)
    },
  }
}

type Controls<Values extends object> = Pick<ZodForm<Values>, 'input' | 'choice' | 'toggle'>

function controls<Values extends object>(
  value: Values,
  set: <Field extends Name<Values>>(field: Field, value: Values[Field]) => void,
): Controls<Values> {
  // `NameOf` lets only fields of the kind through, which TypeScript cannot follow into a generic index.
  const put = (name: Name<Values>, next: unknown) => set(name, next as Values[Name<Values>])
  const read = (name: Name<Values>): unknown => value[name]
  return {
    input: (name) => ({
      name,
      value: String(read(name) ?? ''),
      onChange: (event) => put(name, event.target.value),
    }),
    choice: (name) => ({ value: value[name], onValueChange: (next) => put(name, next) }),
    toggle: (name) => ({
      checked: read(name) === true,
      onCheckedChange: (checked) => put(name, checked === true),
    }),
  }
}
