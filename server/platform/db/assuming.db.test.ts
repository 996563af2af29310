import { beforeEach, expect, test } from 'vitest'
import {
  type Assumed,
  assuming,
  isStale,
  type Statement,
  systemDb,
  systemPool,
  tenantPool,
  together,
} from '.'

const ORG = 'org_assuming'

beforeEach(async () => {
  await systemPool().query('DELETE FROM "Organization" WHERE id = $1', [ORG])
  await systemDb().organization.create({ data: { id: ORG, slug: 'assuming', name: 'Assuming' } })
  for (const name of ['a', 'b', 'c'])
    await systemDb().project.create({ data: { id: `prj_assuming_${name}`, orgId: ORG, slug: name, name } })
})

const named = (name: 'a' | 'b' | 'c'): Statement => ({
  name: 'named',
  text: 'SELECT name, "lastRunNumber" AS number, "deletionDueAt" FROM "Project" WHERE id = $1',
  values: [`prj_assuming_${name}`],
})

const raise = (name: 'a' | 'b' | 'c', to: number): Statement => ({
  name: 'raise-to',
  text: `UPDATE "Project" SET "lastRunNumber" = $2::int WHERE id = $1 AND "lastRunNumber" = $2::int - 1
         RETURNING "lastRunNumber" AS number`,
  values: [`prj_assuming_${name}`, to],
})

/** Renames two projects, in one statement. */
const write = (assumed: Assumed[]) => {
  const text = (cte: string) =>
    `${cte} AS (UPDATE "Project" SET name = $2 WHERE id = $1 RETURNING name)` as const
  const main: Statement = {
    name: 'rename-first',
    text: `WITH ${text('renamed')} SELECT name FROM renamed`,
    values: ['prj_assuming_a', 'first'],
  }
  const other: Statement = {
    name: 'rename-second',
    text: 'UPDATE "Project" SET name = $2 WHERE id = $1',
    values: ['prj_assuming_b', 'second'],
  }
  return tenantPool(ORG).query(assuming(together(main, [other]), assumed))
}

async function names(): Promise<string[]> {
  const { rows } = await systemPool().query(
    'SELECT name || "lastRunNumber" AS name FROM "Project" WHERE "orgId" = $1 ORDER BY id',
    [ORG],
  )
  return rows.map(({ name }) => name)
}

const c = { name: 'c', number: 0, deletionDueAt: null }

test('what is assumed and so, reads and writes, lets the statement happen', async () => {
  const { rows } = await write([
    { statement: named('c'), rows: JSON.stringify([c]) },
    { statement: raise('c', 1), rows: '[{"number":1}]' },
  ])
  expect(rows).toEqual([{ name: 'first' }])
  expect(await names()).toEqual(['first0', 'second0', 'c1'])
})

test.each([
  ['another value', JSON.stringify([{ ...c, name: 'd' }])],
  ['no row', '[]'],
  ['one more row', JSON.stringify([c, c])],
])('%s than assumed, and nothing is written', async (_title, rows) => {
  const written = write([
    { statement: raise('c', 1), rows: '[{"number":1}]' },
    { statement: named('c'), rows },
  ])
  expect(isStale(await written.catch((error) => error))).toBe(true)
  expect(await names()).toEqual(['a0', 'b0', 'c0'])
})

test('a row that is gone is not assumed away', async () => {
  await systemPool().query(`DELETE FROM "Project" WHERE id = 'prj_assuming_c'`)
  const written = write([{ statement: named('c'), rows: JSON.stringify([c]) }])
  expect(isStale(await written.catch((error) => error))).toBe(true)
  expect(await names()).toEqual(['a0', 'b0'])
})

test('a write that finds nothing to do is not assumed to have done it', async () => {
  const written = write([{ statement: raise('c', 2), rows: '[{"number":2}]' }])
  expect(isStale(await written.catch((error) => error))).toBe(true)
  expect(await names()).toEqual(['a0', 'b0', 'c0'])
})
