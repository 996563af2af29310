export { type Assumed, assuming, isStale } from './assuming'
export type { HotStatements, SystemDb, TenantDb, TenantTransaction } from './clients'
export {
  closeDatabases,
  systemDb,
  systemPool,
  tenantDb,
  tenantHot,
  tenantPool,
  tenantPoolAside,
} from './clients'
export { containing } from './containing'
export { Prisma } from './generated/client'
export { isDatabaseAway } from './is-away'
export { type Given, type Statement, together, type Values, writeStatement } from './statement'
export { asQueryable, inTransaction, isUniqueViolation, type Queryable } from './transaction'
