'use client'

import type { ReactNode } from 'react'
import { onDemand } from './on-demand'
import { type ModalProps, useModal } from './use-modal'

export interface SheetProps extends ModalProps {
  title: ReactNode
  description?: ReactNode
  side?: 'left' | 'right'
  size?: 'sm' | 'md' | 'lg'
  /** Keeps title and close button for screen readers only, where the content has its own. */
  isBare?: boolean
  footer?: ReactNode
  children: ReactNode
}

const panel = onDemand(() => import('./sheet-panel').then((module) => module.SheetPanel))

/** A panel from the side, over the page. */
export function Sheet({ isOpen, onOpenChange, trigger, ...content }: SheetProps) {
  const modal = useModal({ isOpen, onOpenChange, trigger }, panel.preload)
  const Panel = panel.useWhen(modal.isOpen, modal.close)
  return (
    <>
      {modal.trigger}
      {Panel && <Panel {...content} id={modal.id} close={modal.close} returnTo={modal.returnTo} />}
    </>
  )
}
