'use client'

import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'

/** Something the page at hand offers in the palette. */
export interface PaletteAction {
  label: string
  hint?: string
  /** Other words that it is found by. */
  keywords?: string
  icon?: ReactNode
  /** Shown beside it; bind them with `useShortcuts`. */
  keys?: string
  onSelect: () => void
}

interface Palette {
  isOpen: boolean
  setOpen: (isOpen: boolean) => void
  pageActions: RefObject<Map<string, readonly PaletteAction[]>>
}

const Context = createContext<Palette | undefined>(undefined)

/** Around the shell: holds whether the palette is open, and what the page adds to it. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const pageActions = useRef(new Map<string, readonly PaletteAction[]>())
  const palette = useMemo(() => ({ isOpen, setOpen, pageActions }), [isOpen])
  return <Context value={palette}>{children}</Context>
}

export function usePalette(): Palette {
  const palette = useContext(Context)
  if (!palette) throw new Error('usePalette needs a PaletteProvider above it.')
  return palette
}

/**
 * Adds actions to the palette while the calling component is shown. Give a stable array (`useMemo`);
 * outside the shell it does nothing.
 */
export function usePaletteActions(actions: readonly PaletteAction[]): void {
  const registry = useContext(Context)?.pageActions
  const id = useId()
  useEffect(() => {
    registry?.current.set(id, actions)
    return () => {
      registry?.current.delete(id)
    }
  }, [registry, id, actions])
}
