'use client'

import { type FormEvent, useId, useState } from 'react'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'

export interface RejectDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  title: string
  reason: string
  onReason: (reason: string) => void
  isBusy: boolean
  onReject: (reason: string) => Promise<void>
}

/** Asks why: whoever started the run reads it there. */
export function RejectDialog(props: RejectDialogProps) {
  const formId = useId()
  const [error, setError] = useState<string>()

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (props.reason.trim() !== '') {
      void props.onReject(props.reason)
      return
    }
    setError('Say in a few words why.')
    focusFirstInvalid(event.currentTarget)
  }

  return (
    <Dialog
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => {
        setError(undefined)
        props.onOpenChange(isOpen)
      }}
      size="sm"
      title="Reject this request?"
      description={props.title}
      footer={
        <>
          <DialogClose>
            <Button disabled={props.isBusy}>Keep it open</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="danger" isLoading={props.isBusy}>
            Reject request
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field label="Reason" hint="Shown with the decision and in the run." error={error} isRequired>
          <Textarea
            rows={3}
            autoFocus
            maxLength={4_000}
            value={props.reason}
            onChange={(event) => {
              setError(undefined)
              props.onReason(event.target.value)
            }}
          />
        </Field>
      </form>
    </Dialog>
  )
}
