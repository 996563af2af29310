'use client'

import { useState } from 'react'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'

export interface CancelDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** It is being cancelled already: this leaves out what would follow. */
  isForced: boolean
  onCancel: (reason: string | undefined) => Promise<unknown>
}

/** Asks before a run is cancelled, and why; asked a second time, before it is stopped at once. */
export function CancelDialog({ isOpen, onOpenChange, isForced, onCancel }: CancelDialogProps) {
  const [reason, setReason] = useState('')
  const [wasForced, setWasForced] = useState(isForced)
  // What was asked stays on screen while the answer changes the run.
  if (!isOpen && wasForced !== isForced) setWasForced(isForced)
  if (wasForced) {
    return (
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        title="Stop this run now?"
        description="Steps that still clean up are aborted, the steps of finally are left out, and nothing is rolled back. What has finished is kept: you can resume the run later."
        confirmLabel="Stop now"
        cancelLabel="Let it finish"
        isDangerous
        onConfirm={() => onCancel(undefined)}
      />
    )
  }
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Cancel this run?"
      description="Running steps get ten seconds to end and waits are dropped; then the steps of finally run. What has finished is kept: you can resume the run later."
      confirmLabel="Cancel run"
      cancelLabel="Keep it running"
      isDangerous
      onConfirm={() => onCancel(reason.trim() || undefined)}
    >
      <Field label="Reason" isOptional hint="Stands in the log and with the run.">
        <Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}
