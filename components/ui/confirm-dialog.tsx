'use client'

import type { FormEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { Field } from './field'
import { Input } from './input'

export interface ConfirmDialogProps {
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  trigger?: ReactNode
  /** A question: "Delete this project?" */
  title: ReactNode
  /** What will happen, and what cannot be undone. */
  description: ReactNode
  /** The verb on the button: "Delete project". */
  confirmLabel: string
  cancelLabel?: string
  isDangerous?: boolean
  /** Text that must be typed first: for what cannot be undone. */
  typedConfirmation?: string
  /** The dialog stays open and busy until it resolves; a rejection's message is shown inside. */
  onConfirm: () => unknown
  children?: ReactNode
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const formId = useId()
  const [ownOpen, setOwnOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const isOpen = props.isOpen ?? ownOpen
  const isAllowed = !props.typedConfirmation || typed.trim() === props.typedConfirmation

  function changeOpen(next: boolean) {
    if (isBusy) return
    setTyped('')
    setProblem(undefined)
    setOwnOpen(next)
    props.onOpenChange?.(next)
  }

  async function confirm(event: FormEvent) {
    event.preventDefault()
    if (!isAllowed) return
    setBusy(true)
    setProblem(undefined)
    try {
      await props.onConfirm()
      setOwnOpen(false)
      setTyped('')
      props.onOpenChange?.(false)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'That did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={changeOpen}
      trigger={props.trigger}
      title={props.title}
      description={props.description}
      size="sm"
      footer={
        <>
          <Button onClick={() => changeOpen(false)} disabled={isBusy}>
            {props.cancelLabel ?? 'Keep it'}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={props.isDangerous ? 'danger' : 'primary'}
            isLoading={isBusy}
            disabled={!isAllowed}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={confirm} className="flex flex-col gap-3">
        {props.children}
        {props.typedConfirmation && (
          <Field
            label={
              <span>
                Type{' '}
                <code className="rounded-sm bg-neutral-soft px-1 text-xs">{props.typedConfirmation}</code> to
                go on
              </span>
            }
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoFocus
            />
          </Field>
        )}
        {problem && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-text text-sm">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  )
}
