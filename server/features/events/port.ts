import type { EventPort } from '@/server/language/contracts'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { announce, ringOutbox } from '@/server/platform/realtime'
import { eventIdOf, insertEvent, readEventsSince } from './store'

const MAX_EVENTS = 1_000

/** Events of a project, for the interpreter. */
export const eventPort: EventPort = {
  async emit(caller, { name, data }) {
    const { orgId, projectId, runId, path } = caller
    const event = { id: eventIdOf(caller), name, data, at: new Date(), runId, path, sentById: null }
    const emitted = await inTransaction(tenantPool(orgId), (client) =>
      insertEvent(client, { orgId, projectId }, event),
    )
    ringOutbox()
    announce(orgId, 'events')
    return emitted
  },

  since: ({ orgId, projectId }, name, after) =>
    readEventsSince(tenantPool(orgId), { projectId }, name, after, MAX_EVENTS),
}
