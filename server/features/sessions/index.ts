import { listSessions } from './operations/list-sessions'
import { revokeOtherSessions } from './operations/revoke-other-sessions'
import { revokeSession } from './operations/revoke-session'
import { whoami } from './operations/whoami'

export { authOptions, clientIp } from './auth-options'
export { callerOf } from './caller'
export { networkOf } from './network'
export { requireSignedIn } from './require-signed-in'
export { isSessionLive, lastSeenOf, revokeSessions } from './store'
export { forgiveTries, throttle } from './throttle'

export const sessions = {
  whoami,
  list: listSessions,
  revoke: revokeSession,
  revokeOthers: revokeOtherSessions,
}
