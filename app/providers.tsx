'use client'

import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { QueryProvider } from '@/components/data/query-provider'
import { Toaster } from '@/components/ui/toast'
import { TooltipProvider } from '@/components/ui/tooltip'

/** What every page stands in: theme, tooltips, toasts. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <QueryProvider>
        <TooltipProvider>{children}</TooltipProvider>
      </QueryProvider>
      <Toaster />
    </ThemeProvider>
  )
}
