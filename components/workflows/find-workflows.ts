/** The workflows in whose name, title or description every word of the search occurs. */
export function findWorkflows<Row extends { name: string; title: string; description: string | null }>(
  workflows: readonly Row[],
  search: string,
): Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return workflows.filter(({ name, title, description }) => {
    const text = `${name}\n${title}\n${description ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
