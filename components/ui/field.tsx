'use client'

import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'
import { FieldContext } from './field-context'
import { Label } from './label'

export interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  error?: string
  isRequired?: boolean
  isOptional?: boolean
  /** Keeps the label for screen readers only. */
  isLabelHidden?: boolean
  /** Right of the label: a counter or a link. */
  aside?: ReactNode
  id?: string
  className?: string
  children: ReactNode
}

/** Label, control, hint and error, tied together with aria. Any control of this folder picks it up. */
export function Field(props: FieldProps) {
  const ownId = useId()
  const id = props.id ?? ownId
  const hintId = props.hint ? `${id}-hint` : undefined
  const errorId = props.error ? `${id}-error` : undefined
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined
  const { isRequired = false } = props
  return (
    <FieldContext value={{ id, describedBy, isInvalid: Boolean(props.error), isRequired }}>
      <div className={cn('flex min-w-0 flex-col gap-1.5', props.className)}>
        <div className={cn('flex items-baseline justify-between gap-2', props.isLabelHidden && 'sr-only')}>
          <Label htmlFor={id} isRequired={isRequired} isOptional={props.isOptional}>
            {props.label}
          </Label>
          {props.aside && <span className="text-fg-subtle text-xs">{props.aside}</span>}
        </div>
        {props.children}
        <FieldError id={errorId} message={props.error} />
        {props.hint && (
          <p id={hintId} className="text-fg-subtle text-xs">
            {props.hint}
          </p>
        )}
      </div>
    </FieldContext>
  )
}

/** A validation message; announced when it appears. */
export function FieldError({ id, message }: { id?: string | undefined; message?: string | undefined }) {
  if (!message) return null
  return (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-danger-text text-xs">
      <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
    </p>
  )
}
