import { deleteSecret } from './operations/delete-secret'
import { listSecrets } from './operations/list-secrets'
import { setSecret } from './operations/set-secret'

export { secretValueSchema } from './schema'
export { readSecret, removeSecret, storeSecret } from './store'

export const secrets = { list: listSecrets, set: setSecret, delete: deleteSecret }
