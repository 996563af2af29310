'use client'

import { useEffect, useState } from 'react'
import type { Problem } from '@/server/language/contracts'
import { checkWorkflow, type Surroundings } from '@/server/language/definition'
import { outline, type QuickFix, quickFixes } from '@/server/language/definition/editor'
import { type OutlineRow, outlineRows } from './outline'

const REST_MS = 180

interface Checked {
  text: string
  /** What it was checked against. */
  surroundings: Surroundings
  problems: readonly Problem[]
  fixes: ReadonlyMap<Problem, readonly QuickFix[]>
  rows: readonly OutlineRow[]
}

/** A document's problems and steps, found again a moment after each change. */
export function useChecked(text: string, surroundings: Surroundings): Checked & { isChecking: boolean } {
  const [checked, setChecked] = useState(() => check(text, surroundings))
  useEffect(() => {
    if (checked.text === text && checked.surroundings === surroundings) return
    const timer = setTimeout(() => setChecked(check(text, surroundings)), REST_MS)
    return () => clearTimeout(timer)
  }, [text, surroundings, checked])
  return { ...checked, isChecking: checked.text !== text }
}

function check(text: string, surroundings: Surroundings): Checked {
  const { problems } = checkWorkflow(text, surroundings)
  const fixes = quickFixes(text, problems, surroundings)
  return { text, surroundings, problems, fixes, rows: outlineRows(outline(text)) }
}
