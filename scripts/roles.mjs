// The two login roles of the app. Neither owns anything, so row-level security binds both.
import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export const APP_ROLE = 'pawl_app'
export const SYSTEM_ROLE = 'pawl_system'
const MINIMUM_VERSION = 15
// Roles belong to the cluster, advisory locks to a database: two databases can still meet in pg_authid.
const MEETINGS = new Set(['42710', '23505', 'XX000'])

/**
 * Creates what is missing of the two roles, before migrations grant to them, and returns their URLs.
 * @param {string} ownerUrl the migration owner's
 * @param {{ appUrl?: string, systemUrl?: string }} [given] URLs of roles that an administrator made
 * @returns {Promise<{ appUrl: string, systemUrl: string }>}
 */
export async function ensureRoles(ownerUrl, given = {}) {
  const appUrl = given.appUrl || deriveRoleUrl(ownerUrl, APP_ROLE)
  const systemUrl = given.systemUrl || deriveRoleUrl(ownerUrl, SYSTEM_ROLE)
  await withClient(ownerUrl, async (client) => {
    await requireVersion(client)
    await client.query("select pg_advisory_lock(hashtext('pawl.roles'))")
    await retryMeetings(() => ensureRole(client, APP_ROLE, appUrl, !given.appUrl))
    await retryMeetings(() => ensureRole(client, SYSTEM_ROLE, systemUrl, !given.systemUrl))
  })
  return { appUrl, systemUrl }
}

/**
 * Refuses a role that could step around row-level security.
 * @param {string} url
 */
export async function assertSafeRole(url) {
  const { rows } = await withClient(url, (client) => client.query(FAULTS_SQL))
  const { name, faults } = rows[0]
  if (faults.length === 0) return
  throw new Error(
    `Database role "${name}" can bypass row-level security: it ${faults.join(', and it ')}. ` +
      'Tenants would not be kept apart, so Pawl does not start. ' +
      `Use a plain login role: NOSUPERUSER NOBYPASSRLS NOCREATEROLE, owner of nothing.`,
  )
}

/**
 * A role's URL on the owner's database. The password follows from the owner's, so that all databases and
 * all processes of one cluster agree without sharing a file.
 * @param {string} ownerUrl
 * @param {string} role
 */
export function deriveRoleUrl(ownerUrl, role) {
  const url = new URL(ownerUrl)
  if (!url.password)
    throw new Error(
      'DATABASE_URL has no password to derive the passwords of pawl_app and pawl_system from. ' +
        'Set PAWL_APP_DATABASE_URL and PAWL_SYSTEM_DATABASE_URL.',
    )
  url.password = derivePassword(decodeURIComponent(url.password), role)
  url.username = role
  return url.href
}

/**
 * @param {string} secret
 * @param {string} role
 */
export function derivePassword(secret, role) {
  return createHmac('sha256', secret).update(role).digest('hex')
}

/**
 * Runs `work` on a connection of its own; a refused connection is told in words.
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  client.on('error', () => {}) // the failed query tells
  try {
    await client.connect()
  } catch (error) {
    const { username, host, pathname } = new URL(url)
    const reason = error.message || error.code
    throw new Error(`Cannot connect to Postgres at ${host}${pathname} as "${username}": ${reason}`, {
      cause: error,
    })
  }
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

const FAULTS_SQL = `
  select current_user as name, array_remove(array[
    case when rolsuper then 'is a superuser' end,
    case when rolbypassrls then 'has BYPASSRLS' end,
    case when rolcreaterole then 'may create roles' end,
    (select 'may become ' || string_agg(quote_ident(r.rolname), ', ') || ', which has such power'
       from pg_roles r
      where (r.rolsuper or r.rolbypassrls) and r.rolname <> current_user
        and not me.rolsuper and pg_has_role(r.oid, 'MEMBER')
     having count(*) > 0),
    (select 'owns ' || count(*) || ' tables, such as ' || min(c.oid::regclass::text)
       from pg_class c
      where c.relkind in ('r', 'p') and not me.rolsuper and pg_has_role(c.relowner, 'MEMBER')
     having count(*) > 0)
  ], null) as faults
  from pg_roles me where me.rolname = current_user`

async function requireVersion(client) {
  const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major")
  if (rows[0].major < MINIMUM_VERSION)
    throw new Error(`Pawl needs Postgres ${MINIMUM_VERSION} or newer; this one is ${rows[0].major}.`)
}

/** Policies and grants name the role; a login of another name that an administrator gave becomes its member. */
async function ensureRole(client, role, url, isOurs) {
  const login = decodeURIComponent(new URL(url).username)
  const known = await client.query('select rolname from pg_roles where rolname = $1', [role])
  if (known.rowCount === 0) await createRole(client, role, isOurs || login === role ? url : undefined)
  else if (isOurs && !(await mayConnect(url))) await changePassword(client, role, url)
  if (login !== role && !(await isMember(client, login, role)))
    await asAdministrator(client, `GRANT ${role} TO ${pg.escapeIdentifier(login)}`)
}

function createRole(client, role, url) {
  const attributes = 'NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE'
  const login = url ? `LOGIN PASSWORD ${passwordLiteral(url)}` : 'NOLOGIN'
  return asAdministrator(client, `CREATE ROLE ${role} ${attributes} ${login}`)
}

function changePassword(client, role, url) {
  return asAdministrator(client, `ALTER ROLE ${role} LOGIN PASSWORD ${passwordLiteral(url)}`)
}

function passwordLiteral(url) {
  return pg.escapeLiteral(decodeURIComponent(new URL(url).password))
}

async function isMember(client, login, role) {
  const { rows } = await client.query(
    'select pg_has_role(l.oid, r.oid, $3) as is from pg_roles l, pg_roles r where l.rolname = $1 and r.rolname = $2',
    [login, role, 'USAGE'],
  )
  if (rows.length === 0)
    throw new Error(`There is no database role "${login}". Create it, or correct the URL.`)
  return rows[0].is
}

async function mayConnect(url) {
  try {
    await withClient(url, (client) => client.query('select 1'))
    return true
  } catch (error) {
    if (error.cause?.code === '28P01' || error.cause?.code === '28000') return false
    throw error
  }
}

async function asAdministrator(client, sql) {
  try {
    await client.query(sql)
  } catch (error) {
    if (error.code !== '42501') throw error
    const statement = sql.replace(/PASSWORD .*/, "PASSWORD '…'")
    throw new Error(
      `The owner role of DATABASE_URL may not run: ${statement}. Let an administrator run it and set ` +
        'PAWL_APP_DATABASE_URL and PAWL_SYSTEM_DATABASE_URL, or give the owner CREATEROLE.',
      { cause: error },
    )
  }
}

async function retryMeetings(work) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!MEETINGS.has(error.code) || attempt === 8) throw error
      await sleep(20 * attempt)
    }
  }
}
