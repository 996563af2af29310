'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

export interface Crumb {
  label: string
  href?: string
}

const Crumbs = createContext<readonly Crumb[]>([])
const SetCrumbs = createContext<(crumbs: readonly Crumb[]) => void>(() => {})

export function BreadcrumbProvider({ children }: { children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<readonly Crumb[]>([])
  return (
    <SetCrumbs value={setCrumbs}>
      <Crumbs value={crumbs}>{children}</Crumbs>
    </SetCrumbs>
  )
}

/** What follows the section in the top bar while the calling page is shown; the last one is the page itself. */
export function useBreadcrumbs(crumbs: readonly Crumb[]) {
  const setCrumbs = useContext(SetCrumbs)
  const key = JSON.stringify(crumbs)
  const stable: readonly Crumb[] = useMemo(() => JSON.parse(key), [key])
  useEffect(() => {
    setCrumbs(stable)
    return () => setCrumbs([])
  }, [setCrumbs, stable])
}

/** The trail: the section that the address belongs to, then what the page added. */
export function Breadcrumbs({ section }: { section: Crumb | undefined }) {
  const own = useContext(Crumbs)
  const trail = [...(section ? [section] : []), ...own]
  if (trail.length === 0) return null
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-sm">
        {trail.map((crumb, index) => (
          <li
            key={`${crumb.href ?? ''}${crumb.label}`}
            className="flex min-w-0 not-last:shrink-0 items-center gap-1 not-last:max-md:hidden"
          >
            {index > 0 && (
              <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle max-md:hidden" />
            )}
            <CrumbText crumb={crumb} isLast={index === trail.length - 1} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function CrumbText({ crumb, isLast }: { crumb: Crumb; isLast: boolean }) {
  if (isLast || !crumb.href) {
    return (
      <span aria-current={isLast ? 'page' : undefined} className="truncate font-medium text-fg">
        {crumb.label}
      </span>
    )
  }
  return (
    <Link href={crumb.href} className="-mx-1 truncate rounded-sm px-1 text-fg-muted hover:text-fg">
      {crumb.label}
    </Link>
  )
}
