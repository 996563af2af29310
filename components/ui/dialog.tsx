'use client'

import { type ReactNode, useContext } from 'react'
import { ModalContext } from './modal-context'
import { onDemand } from './on-demand'
import { Slot } from './slot'
import { type ModalProps, useModal } from './use-modal'

export interface DialogProps extends ModalProps {
  title: ReactNode
  description?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children?: ReactNode
}

const panel = onDemand(() => import('./dialog-panel').then((module) => module.DialogPanel))

/** A modal; on phones it comes from below. Focus is kept inside and returns to where it was. */
export function Dialog({ isOpen, onOpenChange, trigger, ...content }: DialogProps) {
  const modal = useModal({ isOpen, onOpenChange, trigger }, panel.preload)
  const Panel = panel.useWhen(modal.isOpen, modal.close)
  return (
    <>
      {modal.trigger}
      {Panel && <Panel {...content} id={modal.id} close={modal.close} returnTo={modal.returnTo} />}
    </>
  )
}

/** Wraps a button of the footer that only closes. */
export const DialogClose = ({ children }: { children: ReactNode }) => (
  <Slot onClick={useContext(ModalContext)}>{children}</Slot>
)

/** Fetches the code of dialogs ahead of the first one. */
export const preloadDialogs = panel.preload
