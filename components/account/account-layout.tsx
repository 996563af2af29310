'use client'

import { KeyRound, ShieldCheck, UserRound } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { Page } from '@/components/layout/page'
import { cn } from '@/components/ui/cn'

const PAGES = [
  { path: 'profile', label: 'Profile', Icon: UserRound },
  { path: 'security', label: 'Security', Icon: ShieldCheck },
  { path: 'api-keys', label: 'API keys', Icon: KeyRound },
] as const

/** The pages about oneself, side by side with their names; each brings its own header. */
export function AccountLayout({ children }: { children: ReactNode }) {
  const { base } = useProject()
  const pathname = usePathname()
  return (
    <Page>
      <div className="grid gap-x-10 gap-y-4 md:grid-cols-[11rem_minmax(0,1fr)]">
        <nav
          aria-label="Account"
          className="md:sticky md:top-[calc(var(--topbar-height)+1.25rem)] md:self-start"
        >
          <ul className="flex gap-1 max-md:-mx-4 max-md:overflow-x-auto max-md:border-b max-md:px-4 max-md:pb-2 md:flex-col md:gap-px">
            {PAGES.map(({ path, label, Icon }) => {
              const href = `${base}/account/${path}`
              const isCurrent = pathname === href
              return (
                <li key={path}>
                  <Link
                    href={href}
                    aria-current={isCurrent ? 'page' : undefined}
                    className={cn(
                      'flex h-8 items-center gap-2 whitespace-nowrap rounded-md px-2.5 font-medium text-sm max-md:h-9',
                      isCurrent ? 'bg-active text-fg' : 'text-fg-muted hover:bg-hover hover:text-fg',
                    )}
                  >
                    <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
                    {label}
                  </Link>
                </li>
              )
            })}
          </ul>
        </nav>
        <div className="min-w-0">{children}</div>
      </div>
    </Page>
  )
}
