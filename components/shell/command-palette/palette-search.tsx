'use client'

import { Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useShortcuts } from '@/components/layout/shortcuts'
import { StartRunDialog } from '@/components/runs/start-run-dialog'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Keys } from '@/components/ui/kbd'
import { onDemand } from '@/components/ui/on-demand'
import { usePalette } from './palette-context'
import type { PaletteDialogProps } from './palette-dialog'

const palette = onDemand(() => import('./palette-dialog').then((module) => module.PaletteDialog))

/** The search of the top bar: a field to look at on wide screens, an icon on phones; behind both the palette. */
export function PaletteSearch(props: Pick<PaletteDialogProps, 'navigation' | 'account' | 'organizations'>) {
  const { isOpen, setOpen } = usePalette()
  const [starting, setStarting] = useState<string>()
  const Palette = palette.useWhen(isOpen, () => setOpen(false))
  const shortcuts = useMemo(
    () => [{ keys: 'mod+k', label: 'Search and commands', onPress: () => setOpen(!isOpen) }],
    [isOpen, setOpen],
  )
  useShortcuts('Go to', shortcuts)
  const opens = {
    'aria-haspopup': 'dialog',
    onClick: () => setOpen(true),
    onPointerEnter: palette.preload,
    onFocus: palette.preload,
  } as const
  return (
    <>
      <Button
        {...opens}
        aria-keyshortcuts="Control+K Meta+K"
        icon={<Search />}
        className="w-56 justify-start font-normal text-fg-subtle max-md:hidden max-lg:w-44"
      >
        <span className="flex-1 text-left">Search</span>
        <Keys keys="mod+k" />
      </Button>
      <IconButton {...opens} label="Search" className="size-10 md:hidden">
        <Search />
      </IconButton>
      {Palette && <Palette {...props} close={() => setOpen(false)} onStart={setStarting} />}
      {starting && (
        <StartRunDialog
          key={starting}
          workflow={starting}
          isOpen
          onOpenChange={(isStillOpen) => !isStillOpen && setStarting(undefined)}
        />
      )}
    </>
  )
}
