import { documentSchema } from '../document-schema'
import { propertyNamesAt } from '../schema-tree'

/** Whether a step is written at this path: an item of any list of steps, or an `undo`. */
export function isStepPath(path: readonly (string | number)[]): boolean {
  if (path.length < 1) return false
  const names = propertyNamesAt(documentSchema(), path)
  return names.includes('retry') && names.includes('http')
}
