'use client'

import { useEffect, useState } from 'react'
import type { Problem } from '@/server/language/contracts'
import { checkWorkflow, outline } from '@/server/language/definition'
import { type OutlineRow, outlineRows } from './outline'

const REST_MS = 180

interface Checked {
  text: string
  problems: readonly Problem[]
  rows: readonly OutlineRow[]
}

/** A document's problems and steps, found again a moment after each change. */
export function useChecked(text: string): Checked & { isChecking: boolean } {
  const [checked, setChecked] = useState(() => check(text))
  useEffect(() => {
    if (checked.text === text) return
    const timer = setTimeout(() => setChecked(check(text)), REST_MS)
    return () => clearTimeout(timer)
  }, [text, checked.text])
  return { ...checked, isChecking: checked.text !== text }
}

function check(text: string): Checked {
  return { text, problems: checkWorkflow(text).problems, rows: outlineRows(outline(text)) }
}
