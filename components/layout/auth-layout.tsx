import type { ReactNode } from 'react'
import { Wordmark } from './logo'
import { RatchetDrawing } from './ratchet-drawing'
import { ThemeToggle } from './theme-toggle'

export interface AuthLayoutProps {
  title: ReactNode
  description?: ReactNode
  /** Below the card, small. */
  footer?: ReactNode
  children: ReactNode
}

/** The frame of sign-in and onboarding: one card, and behind it the ratchet that moves one tooth at a time. */
export function AuthLayout({ title, description, footer, children }: AuthLayoutProps) {
  return (
    <div className="relative isolate flex min-h-dvh flex-col overflow-hidden bg-canvas">
      <RatchetDrawing className="absolute top-1/2 left-1/2 -z-10 size-[min(50rem,86dvh)] min-h-[34rem] min-w-[34rem] -translate-x-1/2 -translate-y-1/2 text-line-strong" />
      <header className="flex items-center justify-between px-4 py-3 md:px-6">
        <Wordmark />
        <ThemeToggle />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center px-4 py-8">
        <div className="w-full max-w-[25rem]">
          <div className="rounded-xl border bg-surface px-6 pt-6 pb-7 shadow-pop md:px-8 md:pt-7">
            <h1 className="font-semibold text-fg text-xl tracking-[-0.02em]">{title}</h1>
            {description && <p className="mt-1 text-pretty text-base text-fg-muted">{description}</p>}
            <div className="mt-6">{children}</div>
          </div>
          {footer && <div className="mt-4 text-balance text-center text-fg-muted text-xs">{footer}</div>}
        </div>
      </main>
      <footer className="px-4 pb-5 text-center text-fg-subtle text-xs">Every finished step holds.</footer>
    </div>
  )
}
