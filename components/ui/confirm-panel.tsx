import { type FormEvent, useId, useState } from 'react'
import { Button } from './button'
import type { ConfirmDialogProps } from './confirm-dialog'
import { Dialog } from './dialog'
import { Field } from './field'
import { Input } from './input'
import type { ModalProps } from './use-modal'

export type ConfirmPanelProps = Omit<ConfirmDialogProps, keyof ModalProps> & { close: () => void }

/** An open question. */
export function ConfirmPanel(props: ConfirmPanelProps) {
  const formId = useId()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const isAllowed = !props.typedConfirmation || typed.trim() === props.typedConfirmation

  function close() {
    if (!isBusy) props.close()
  }

  async function confirm(event: FormEvent) {
    event.preventDefault()
    if (!isAllowed) return
    setBusy(true)
    setProblem(undefined)
    try {
      await props.onConfirm()
      props.close()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'That did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen
      onOpenChange={close}
      title={props.title}
      description={props.description}
      size="sm"
      footer={
        <>
          <Button onClick={close} disabled={isBusy}>
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
