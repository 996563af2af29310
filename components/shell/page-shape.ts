/** Which shape a page of a project has; `path` is what follows the project in its address. */
export function shapeOf(path: string): 'overview' | 'table' | 'detail' | 'form' {
  const [section, item] = path.split('/').filter(Boolean)
  if (section === undefined) return 'overview'
  if (section === 'settings' || section === 'account' || item === 'new') return 'form'
  if (section === 'approvals') return 'detail'
  return item === undefined ? 'table' : 'detail'
}
