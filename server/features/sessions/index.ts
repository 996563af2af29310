import { whoami } from './operations/whoami'

export { authOptions } from './auth-options'
export { callerOf } from './caller'

export const sessions = { whoami }
