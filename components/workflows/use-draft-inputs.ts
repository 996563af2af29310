'use client'

import { useMemo } from 'react'
import type { JsonSchema } from '@/server/kernel/json'
import type { Problem } from '@/server/language/contracts'
import { checkWorkflow } from '@/server/language/definition'
import { useSurroundings } from '../editor/use-surroundings'

export type DraftInputs =
  | {
      kind: 'ready'
      inputs: Record<string, JsonSchema>
      /** Another one when the draft asks for other inputs. */
      key: string
    }
  | { kind: 'broken'; first: Problem; count: number }

/** What a draft asks to be started with, or what keeps it from being run. */
export function useDraftInputs(source: string): DraftInputs {
  const surroundings = useSurroundings()
  return useMemo(() => {
    const checked = checkWorkflow(source, surroundings)
    if (checked.ok) {
      const { inputs } = checked.definition
      return { kind: 'ready', inputs, key: JSON.stringify(inputs) }
    }
    const errors = checked.problems.filter(({ severity }) => severity === 'error')
    const [first] = errors
    if (!first) throw new Error('A document that fails the checks has an error.')
    return { kind: 'broken', first, count: errors.length }
  }, [source, surroundings])
}
