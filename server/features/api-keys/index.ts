import { createApiKey } from './operations/create-api-key'
import { listApiKeys } from './operations/list-api-keys'
import { revokeApiKey } from './operations/revoke-api-key'

export { callerOfKey, type Visitor } from './caller'

export const apiKeys = { create: createApiKey, list: listApiKeys, revoke: revokeApiKey }
