import type { Operation } from '@/server/operations'
import { catalogue } from './catalogue'

/** Every operation of the catalogue, in its order. */
export function catalogueOperations(): Operation[] {
  // Every entry of the catalogue is what one of the `define…` functions made.
  return Object.values(catalogue).flatMap((verbs) => Object.values(verbs) as unknown as Operation[])
}
