import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { deviceOf } from '../device'
import { requireSignedIn } from '../require-signed-in'
import { sessionSchema } from '../schema'
import { listSessions as listRows } from '../store'

export const listSessions = defineQuery({
  name: 'sessions.list',
  summary: 'Where the caller is signed in, the session used last first.',
  within: 'instance',
  permission: 'in-person',
  route: 'GET /sessions',
  input: z.object({}),
  output: z.object({ sessions: z.array(sessionSchema) }),
  async run({ scope, db, now }) {
    const { userId, sessionId } = requireSignedIn(scope)
    const rows = await listRows(db, userId, now)
    return {
      sessions: rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        device: deviceOf(row.userAgent),
        isCurrent: row.id === sessionId,
      })),
    }
  },
})
