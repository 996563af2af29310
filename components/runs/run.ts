import type { Outputs } from '../data/trpc'

/** A run as its page has it. */
export type Run = Outputs['runs']['get']
