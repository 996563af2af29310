'use client'

import { useMemo } from 'react'
import { checkWorkflow } from '@/server/language/definition'
import { type Change, diffDefinitions } from '@/server/language/definition/diff'

export type DefinitionDiff =
  | { kind: 'changes'; changes: Change[] }
  /** A side has errors, so only its text can be compared. */
  | { kind: 'unreadable'; side: 'before' | 'after' }

/** What differs between two documents, by what they mean. */
export function useDefinitionDiff(before: string, after: string): DefinitionDiff {
  return useMemo(() => {
    // Which variables the project has does not matter here.
    const [old, now] = [before, after].map((source) => checkWorkflow(source, { projectVars: null }))
    if (!old?.ok) return { kind: 'unreadable', side: 'before' }
    if (!now?.ok) return { kind: 'unreadable', side: 'after' }
    return { kind: 'changes', changes: diffDefinitions(old.definition, now.definition) }
  }, [before, after])
}
