interface Node {
  type: string
  tagName?: string
  children?: Node[]
}

/** The page and its sections own the first two levels. */
const ABOVE = 2

/**
 * A rehype plug-in. Authors skip levels of headings, and begin at any; here each heading stands one level
 * below the one it belongs to, beginning at h3.
 */
export function nestHeadings(): (root: Node) => void {
  return (root) => {
    const open: number[] = []
    visit(root, (heading, depth) => {
      while ((open.at(-1) ?? 0) >= depth) open.pop()
      open.push(depth)
      heading.tagName = `h${Math.min(6, ABOVE + open.length)}`
    })
  }
}

function visit(node: Node, onHeading: (heading: Node, depth: number) => void): void {
  const depth = /^h([1-6])$/.exec(node.tagName ?? '')?.[1]
  if (depth) onHeading(node, Number(depth))
  for (const child of node.children ?? []) visit(child, onHeading)
}
