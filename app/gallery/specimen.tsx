import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

/** One primitive in one state group, labelled; the side index lists it. */
export function Specimen({
  name,
  className,
  children,
}: {
  name: string
  className?: string
  children: ReactNode
}) {
  return (
    <section
      aria-label={name}
      id={slugOf(name)}
      data-specimen={name}
      className="grid min-w-0 scroll-mt-4 gap-x-6 gap-y-2 border-t py-5 md:grid-cols-[9rem_1fr]"
    >
      <p className="pt-1 font-medium text-fg-subtle text-xs">{name}</p>
      <div className={cn('flex min-w-0 flex-wrap items-center gap-3', className)}>{children}</div>
    </section>
  )
}

export function Chapter({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} id={slugOf(title)} data-chapter={title} className="scroll-mt-4 pt-8">
      <h2 className="pb-3 font-semibold text-lg tracking-tight">{title}</h2>
      {children}
    </section>
  )
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
