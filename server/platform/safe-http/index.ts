export { createSafeHttp } from './create-safe-http'
export { createGuardedFetch, type Fetch } from './guarded-fetch'
export { SafeHttpError } from './safe-http-error'
