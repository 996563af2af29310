'use client'

import { createContext, useContext } from 'react'

/** The run whose values a page shows, and since when they are gone; null: they are there. */
export interface RunValues {
  runId: string
  erasedAt: string | null
}

export const RunValuesContext = createContext<RunValues>({ runId: '', erasedAt: null })

export function useRunValues(): RunValues {
  return useContext(RunValuesContext)
}
