'use client'

import type { ReactNode } from 'react'
import { onDemand } from './on-demand'
import { type ModalProps, useModal } from './use-modal'

export interface ConfirmDialogProps extends ModalProps {
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

const panel = onDemand(() => import('./confirm-panel').then((module) => module.ConfirmPanel))

/** Asks before something is done that cannot simply be taken back. */
export function ConfirmDialog({ isOpen, onOpenChange, trigger, ...content }: ConfirmDialogProps) {
  const modal = useModal({ isOpen, onOpenChange, trigger }, panel.preload)
  const Panel = panel.useWhen(modal.isOpen, modal.close)
  return (
    <>
      {modal.trigger}
      {Panel && <Panel {...content} close={modal.close} />}
    </>
  )
}
