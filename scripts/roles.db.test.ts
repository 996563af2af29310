import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { assertSafeRole, deriveRoleUrl, ensureRoles, withClient } from './roles.mjs'

const ownerUrl = process.env.DATABASE_URL ?? ''
const superuserUrl = process.env.TEST_SUPERUSER_DATABASE_URL ?? ''

test('the two derived roles are safe and can sign in', async () => {
  const { appUrl, systemUrl } = await ensureRoles(ownerUrl)
  await assertSafeRole(appUrl)
  await assertSafeRole(systemUrl)
})

test('many processes may make the roles at once', async () => {
  const urls = await Promise.all(Array.from({ length: 8 }, () => ensureRoles(ownerUrl)))
  expect(new Set(urls.map(({ appUrl }) => appUrl)).size).toBe(1)
})

test('a superuser is refused', async () => {
  await expect(assertSafeRole(superuserUrl)).rejects.toThrow(/"postgres" can bypass .* is a superuser/)
})

test('an owner of tables is refused', async () => {
  await expect(assertSafeRole(ownerUrl)).rejects.toThrow(/may create roles, and it owns \d+ tables/)
})

test('BYPASSRLS is refused, also where the role may only become one that has it', async () => {
  const strong = await createRole('BYPASSRLS')
  await expect(assertSafeRole(strong.url)).rejects.toThrow('has BYPASSRLS')
  const weak = await createRole('NOSUPERUSER')
  await assertSafeRole(weak.url)
  await asSuperuser(`GRANT ${strong.name} TO ${weak.name}`)
  await expect(assertSafeRole(weak.url)).rejects.toThrow(`may become ${strong.name}`)
})

test('a member of the owner is refused', async () => {
  const member = await createRole('NOSUPERUSER')
  await asSuperuser(`GRANT pawl_owner TO ${member.name}`)
  await expect(assertSafeRole(member.url)).rejects.toThrow(/owns \d+ tables/)
})

test('a login of another name becomes a member and sees only what its role may see', async () => {
  const login = await createRole('NOSUPERUSER')
  const { appUrl } = await ensureRoles(ownerUrl, { appUrl: login.url })
  expect(appUrl).toBe(login.url)
  await assertSafeRole(appUrl)
  const { rows } = await withClient(appUrl, (client) => client.query('SELECT id FROM "Project"'))
  expect(rows).toEqual([])
})

test('a login that does not exist is named', async () => {
  const url = deriveRoleUrl(ownerUrl, 'nobody_here')
  await expect(ensureRoles(ownerUrl, { appUrl: url })).rejects.toThrow('no database role "nobody_here"')
})

test('an owner without a password cannot derive others', () => {
  expect(() => deriveRoleUrl('postgresql://me@localhost/pawl', 'pawl_app')).toThrow('PAWL_APP_DATABASE_URL')
})

test('a server that does not answer is named without its password', async () => {
  const url = 'postgresql://me:hunter2@127.0.0.1:1/pawl'
  const refusal = await ensureRoles(url).catch((error: Error) => error.message)
  expect(refusal).toMatch(/Cannot connect to Postgres at 127\.0\.0\.1:1\/pawl as "me"/)
  expect(refusal).not.toContain('hunter2')
})

async function createRole(attribute: string): Promise<{ name: string; url: string }> {
  const name = `role_${randomUUID().replaceAll('-', '')}`
  await asSuperuser(`CREATE ROLE ${name} LOGIN ${attribute} PASSWORD 'secret'`)
  const url = new URL(ownerUrl)
  url.username = name
  url.password = 'secret'
  return { name, url: url.href }
}

function asSuperuser(sql: string) {
  return withClient(superuserUrl, (client) => client.query(sql))
}
