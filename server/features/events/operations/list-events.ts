import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import type { JsonValue } from '@/server/kernel/json'
import { defineQuery } from '@/server/operations'
import { eventNameSchema, type ProjectEvent, projectEventSchema } from '../schema'

const PAGE_SIZE = 50

export const listEvents = defineQuery({
  name: 'events.list',
  summary: 'Events of a project, newest first, a page at a time.',
  within: 'project',
  permission: 'events.read',
  route: 'GET /events',
  input: z.object({
    name: eventNameSchema.optional(),
    /** The `nextCursor` of the page before. */
    cursor: z.string().max(100).nullish(),
    limit: z.number().int().min(1).max(200).default(PAGE_SIZE),
  }),
  output: z.object({ events: z.array(projectEventSchema), nextCursor: z.string().nullable() }),
  async run({ scope, db }, { name, cursor, limit }) {
    const before = cursor ? readCursor(cursor) : undefined
    const rows = await db.event.findMany({
      where: {
        projectId: scope.projectId,
        ...(name && { name }),
        ...(before && { OR: [{ at: { lt: before.at } }, { at: before.at, id: { lt: before.id } }] }),
      },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    })
    const page = rows.slice(0, limit)
    const [runs, users] = await Promise.all([
      db.run.findMany({ where: { id: { in: idsOf(page, 'runId') } }, select: { id: true, number: true } }),
      db.user.findMany({ where: { id: { in: idsOf(page, 'sentById') } }, select: { id: true, name: true } }),
    ])
    const numbers = new Map(runs.map((run) => [run.id, run.number]))
    const names = new Map(users.map((user) => [user.id, user.name]))
    const last = page.at(-1)
    return {
      events: page.map((row): ProjectEvent => {
        const number = row.runId === null ? undefined : numbers.get(row.runId)
        return {
          id: row.id,
          name: row.name,
          // `insertEvent` writes JSON values only.
          data: row.data as JsonValue,
          at: row.at.toISOString(),
          run: row.runId === null || number === undefined ? null : { id: row.runId, number, path: row.path },
          sentBy: row.sentById === null ? null : (names.get(row.sentById) ?? 'a former member'),
        }
      }),
      nextCursor: rows.length > limit && last ? `${last.at.toISOString()}~${last.id}` : null,
    }
  },
})

function idsOf<Key extends 'runId' | 'sentById'>(rows: Record<Key, string | null>[], key: Key): string[] {
  return [...new Set(rows.flatMap((row) => row[key] ?? []))]
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [at = '', id] = cursor.split('~')
  if (id === undefined || !z.iso.datetime().safeParse(at).success)
    throw new AppError('invalid_input', 'This cursor is none that a page of events ended with.')
  return { at: new Date(at), id }
}
