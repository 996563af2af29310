export { recordSessionEvent } from './audit'
export type {
  ApiKeyGrant,
  Caller,
  InstanceScope,
  OrgScope,
  ProjectScope,
  ScopeOf,
  SignedInUser,
} from './caller'
export type {
  Download,
  Mutation,
  MutationContext,
  Operation,
  Query,
  QueryContext,
  Route,
  Sending,
  Stream,
} from './define'
export { defineDownload, defineMutation, defineQuery, defineSqlMutation, defineStream } from './define'
export { execute, executeDownload, executeStream } from './execute'
export { type IdempotencyKey, requestHashOf } from './idempotency'
export { narrowPermissions } from './narrow-permissions'
export { requireInPerson, resolveScope } from './resolve-scope'
