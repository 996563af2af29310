'use client'

import { ConfirmDialog } from '../ui/confirm-dialog'

export interface EraseDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  number: number
  onErase: () => Promise<unknown>
}

/** Asks before the values of a run are erased for good. */
export function EraseDialog({ isOpen, onOpenChange, number, onErase }: EraseDialogProps) {
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Erase the payloads of this run?"
      description="Inputs, outputs, logs, errors’ texts and what people answered go for good. Steps, times, costs and the audit log stay. The run cannot be resumed, replayed or rolled back afterwards."
      confirmLabel="Erase payloads"
      typedConfirmation={`#${number}`}
      isDangerous
      onConfirm={onErase}
    />
  )
}
