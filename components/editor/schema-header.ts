const HEADER = /^#\s*yaml-language-server:\s*\$schema=/m

/** The document with the line by which other editors find the schema of workflows; undefined where it has one. */
export function withSchemaHeader(source: string, origin: string): string | undefined {
  if (HEADER.test(commentsAbove(source))) return undefined
  return `# yaml-language-server: $schema=${origin}/schemas/workflow.v1.json\n${source}`
}

function commentsAbove(source: string): string {
  const start = source.search(/^[^#\s]/m)
  return start < 0 ? source : source.slice(0, start)
}
