'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { IconButton } from '../ui/icon-button'
import { Menu, MenuItem } from '../ui/menu'

const THEMES = [
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
  { value: 'system', label: 'As the system', icon: <Monitor /> },
]

export function ThemeToggle() {
  const { theme, setTheme } = useTheme()
  return (
    <Menu
      trigger={
        <IconButton label="Theme" tooltipSide="bottom">
          <Sun className="dark:hidden" />
          <Moon className="hidden dark:block" />
        </IconButton>
      }
    >
      {THEMES.map((one) => (
        <MenuItem
          key={one.value}
          icon={one.icon}
          isChecked={theme === one.value}
          onSelect={() => setTheme(one.value)}
        >
          {one.label}
        </MenuItem>
      ))}
    </Menu>
  )
}
