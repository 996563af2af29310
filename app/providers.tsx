'use client'

import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { QueryProvider } from '@/components/data/query-provider'
import { Toaster } from '@/components/ui/toast'
import { useWarmUp } from './use-warm-up'

/** What every page stands in: theme, data, toasts. */
export function Providers({ children }: { children: ReactNode }) {
  useWarmUp()
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <QueryProvider>{children}</QueryProvider>
      <Toaster />
    </ThemeProvider>
  )
}
