'use client'

import { Alert } from '../ui/alert'
import { DefinitionChanges } from './definition-changes'
import { useDefinitionDiff } from './use-definition-diff'

export interface ComparedSource {
  /** “Version 2”, “Draft”. */
  title: string
  source: string
}

/** What a change means, step by step. */
export function SourceComparison({ before, after }: { before: ComparedSource; after: ComparedSource }) {
  const diff = useDefinitionDiff(before.source, after.source)
  if (diff.kind === 'changes')
    return <DefinitionChanges changes={diff.changes} before={before.title} after={after.title} />
  const { title } = diff.side === 'before' ? before : after
  return (
    <Alert tone="neutral" title={`${title} has errors`}>
      Its text can be compared, its steps cannot before the errors are mended.
    </Alert>
  )
}
