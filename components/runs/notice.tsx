'use client'

import type { ReactNode } from 'react'
import { Alert, type AlertProps } from '../ui/alert'
import { useIsPhone } from '../ui/use-is-phone'

export interface NoticeProps {
  tone: AlertProps['tone']
  title: ReactNode
  action?: ReactNode
  children: ReactNode
}

/** An alert whose button stands at its side, and below its text on a phone. */
export function Notice({ tone, title, action, children }: NoticeProps) {
  const isPhone = useIsPhone()
  return (
    <Alert tone={tone} title={title} actions={!isPhone && action}>
      {children}
      {isPhone && action && <div className="mt-2">{action}</div>}
    </Alert>
  )
}
