'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { useNow } from '@/components/ui/use-now'

const THEMES = [
  { value: 'system', label: 'System', icon: <Monitor /> },
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
] as const

/** Light, dark, or as the device says; kept in this browser. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme()
  // Only the browser knows what was chosen; the first render must agree with the server's.
  const isInBrowser = useNow(60_000, false) !== undefined
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0">
        <p className="font-medium text-fg text-sm">Theme</p>
        <p className="text-fg-muted text-sm">Kept in this browser.</p>
      </div>
      <SegmentedControl
        label="Theme"
        options={THEMES}
        value={(isInBrowser && THEMES.find(({ value }) => value === theme)?.value) || 'system'}
        onValueChange={setTheme}
      />
    </div>
  )
}
