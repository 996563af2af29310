import type { ReactNode } from 'react'

export interface PageMessageProps {
  /** A short code above the title: 404. */
  mark?: string
  icon?: ReactNode
  title: string
  text: ReactNode
  actions?: ReactNode
}

/** In place of a page's content, inside the shell: not found, failed. A page without shell has `MessagePage`. */
export function PageMessage({ mark, icon, title, text, actions }: PageMessageProps) {
  return (
    <div className="flex min-h-[70dvh] flex-col items-center justify-center px-6 py-16 text-center">
      {icon && (
        <span className="mb-4 grid size-10 place-items-center rounded-lg border bg-surface text-fg-muted shadow-lift [&_svg]:size-5">
          {icon}
        </span>
      )}
      {mark && <p className="tabular mb-1 font-mono text-fg-subtle text-xs">{mark}</p>}
      <h1 className="font-semibold text-fg text-xl tracking-[-0.02em]">{title}</h1>
      <div className="mt-1.5 max-w-[28rem] text-pretty text-fg-muted">{text}</div>
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
