'use client'

import { createContext, useContext } from 'react'

/** Since when the values of the run on this page are gone; null: they are there. */
export const ErasedPayloads = createContext<string | null>(null)

export function useErasedPayloads(): string | null {
  return useContext(ErasedPayloads)
}
