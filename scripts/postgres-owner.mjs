// The owner of our tables in a Postgres of our own: able to migrate, not a superuser. So the embedded
// database behaves like one that an administrator hands out.
import pg from 'pg'
import { withClient } from './roles.mjs'

export const OWNER = 'pawl_owner'

/**
 * @param {string} superuserUrl
 * @param {string} password
 */
export function createOwner(superuserUrl, password) {
  return withClient(superuserUrl, async (client) => {
    const known = await client.query('select 1 from pg_roles where rolname = $1', [OWNER])
    if (known.rowCount === 0)
      await client.query(
        `CREATE ROLE ${OWNER} LOGIN CREATEDB CREATEROLE PASSWORD ${pg.escapeLiteral(password)}`,
      )
  })
}

/**
 * @param {string} superuserUrl
 * @param {string} database
 */
export function createDatabase(superuserUrl, database) {
  return withClient(superuserUrl, async (client) => {
    const known = await client.query('select 1 from pg_database where datname = $1', [database])
    if (known.rowCount === 0)
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${OWNER}`)
  })
}
