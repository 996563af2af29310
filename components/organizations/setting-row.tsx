import type { ReactNode } from 'react'

export interface SettingRowProps {
  title: string
  text: ReactNode
  action: ReactNode
}

/** One thing that can be done to the whole: what it does at the left, its button at the right. */
export function SettingRow({ title, text, action }: SettingRowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 max-w-[60ch] flex-1 basis-64">
        <h3 className="font-medium text-fg text-sm">{title}</h3>
        <p className="text-pretty text-fg-muted text-sm">{text}</p>
      </div>
      {action}
    </li>
  )
}

/** Rows of a card, with hairlines between them. */
export function SettingRows({ children }: { children: ReactNode }) {
  return <ul className="divide-y">{children}</ul>
}
