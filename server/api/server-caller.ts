import { callerOf, sessions } from '@/server/features/sessions'
import { type Whoami, whoamiSchema } from '@/server/features/sessions/schema'
import { execute } from '@/server/operations'

/** Who a page is made for; `null` when nobody is signed in, or the session was revoked. */
export async function readWhoami(headers: Headers): Promise<Whoami | null> {
  const caller = await callerOf(headers)
  if (!caller.user) return null
  return whoamiSchema.parse(await execute(sessions.whoami, caller, {}))
}
