import type { Step } from '../../contracts'
import type { ForEachConfig, ParallelConfig } from '../../definition/kinds'

/** How a container runs its lists: its configuration, evaluated and parsed. */
export type ContainerSpec =
  | { kind: 'parallel'; join: 'all' | 'any' | 'settled'; maxConcurrency: number }
  | {
      kind: 'forEach'
      items: ForEachConfig['items']
      as: string
      onItemError: 'fail' | 'continue'
      maxConcurrency: number
    }

export function isContainer(step: Step): boolean {
  return step.kind === 'parallel' || step.kind === 'forEach'
}

export function parallelSpec(config: ParallelConfig): ContainerSpec {
  return {
    kind: 'parallel',
    join: config.join,
    maxConcurrency: config.maxConcurrency ?? Number.POSITIVE_INFINITY,
  }
}

export function forEachSpec(config: ForEachConfig): ContainerSpec {
  return { kind: 'forEach', ...config }
}
