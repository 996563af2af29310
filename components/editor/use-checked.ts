'use client'

import { useEffect, useState } from 'react'
import type { Problem } from '@/server/language/contracts'
import { checkWorkflow } from '@/server/language/definition'
import { outline, type QuickFix, quickFixes } from '@/server/language/definition/editor'
import { type OutlineRow, outlineRows } from './outline'

const REST_MS = 180

interface Checked {
  text: string
  /** What it was checked against; null: not known yet. */
  projectVars: readonly string[] | null
  problems: readonly Problem[]
  fixes: ReadonlyMap<Problem, readonly QuickFix[]>
  rows: readonly OutlineRow[]
}

/** A document's problems and steps, found again a moment after each change. */
export function useChecked(
  text: string,
  projectVars: readonly string[] | null,
): Checked & { isChecking: boolean } {
  const [checked, setChecked] = useState(() => check(text, projectVars))
  useEffect(() => {
    if (checked.text === text && checked.projectVars === projectVars) return
    const timer = setTimeout(() => setChecked(check(text, projectVars)), REST_MS)
    return () => clearTimeout(timer)
  }, [text, projectVars, checked])
  return { ...checked, isChecking: checked.text !== text }
}

function check(text: string, projectVars: readonly string[] | null): Checked {
  const { problems } = checkWorkflow(text, { projectVars })
  const fixes = quickFixes(text, problems, { projectVars })
  return { text, projectVars, problems, fixes, rows: outlineRows(outline(text)) }
}
