'use client'

import type { ReactNode } from 'react'
import { cn } from './cn'
import { usePageTitle } from './use-page-title'

export interface PageHeaderProps {
  title: ReactNode
  /** The document's title where `title` is not plain text, or should say more. */
  documentTitle?: string
  description?: ReactNode
  /** Left of the title: a status mark or an icon. */
  leading?: ReactNode
  /** Right of the title: badges. */
  badges?: ReactNode
  /** Buttons, the main one last. */
  actions?: ReactNode
  /** Below: facts about the thing, in one line. */
  meta?: ReactNode
  className?: string
}

/** The head of a page; its title is the page's only `h1` and sets the document's title. */
export function PageHeader(props: PageHeaderProps) {
  const { title, documentTitle } = props
  usePageTitle(documentTitle ?? (typeof title === 'string' ? title : undefined))
  return (
    <header className={cn('flex flex-col gap-2 pb-5', props.className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-1">
            {props.leading}
            <h1 className="min-w-0 font-semibold text-fg text-xl tracking-[-0.02em] [overflow-wrap:anywhere]">
              {title}
            </h1>
            {props.badges}
          </div>
          {props.description && (
            <p className="mt-0.5 max-w-[75ch] text-pretty text-base text-fg-muted">{props.description}</p>
          )}
        </div>
        {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
      </div>
      {props.meta && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-fg-muted text-sm">{props.meta}</div>
      )}
    </header>
  )
}
