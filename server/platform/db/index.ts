export type { SystemDb, TenantDb, TenantTransaction } from './clients'
export { closeDatabases, systemDb, systemPool, tenantDb, tenantPool } from './clients'
export { Prisma } from './generated/client'
export { asQueryable, inTransaction, type Queryable } from './transaction'
