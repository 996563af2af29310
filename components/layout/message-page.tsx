import type { ReactNode } from 'react'
import { PawlMark } from './logo'

export interface MessagePageProps {
  /** A short code above the title: 404. */
  mark?: string
  title: string
  text: ReactNode
  actions?: ReactNode
}

/** A whole page that only says something: not found, failed. */
export function MessagePage({ mark, title, text, actions }: MessagePageProps) {
  return (
    <main className="flex min-h-[70dvh] flex-col items-center justify-center px-6 py-16 text-center">
      <PawlMark className="mb-5 size-8" />
      {mark && <p className="tabular mb-1 font-mono text-fg-subtle text-xs">{mark}</p>}
      <h1 className="font-semibold text-fg text-xl tracking-[-0.02em]">{title}</h1>
      <div className="mt-1.5 max-w-[28rem] text-pretty text-fg-muted">{text}</div>
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </main>
  )
}
