/** A filter for texts that contain `text`, whatever its case. Prisma leaves LIKE's wildcards in: they are escaped. */
export function containing(text: string): { contains: string; mode: 'insensitive' } {
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }
}
