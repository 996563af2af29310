import { beforeEach, expect, test } from 'vitest'
import { type Statement, systemDb, systemPool, tenantHot, tenantPool } from '.'

const ORG = 'org_gather'

beforeEach(async () => {
  await systemPool().query('DELETE FROM "Organization" WHERE id = $1', [ORG])
  await systemDb().organization.create({ data: { id: ORG, slug: 'gather', name: 'Gather' } })
  for (const name of ['a', 'b'])
    await systemDb().project.create({ data: { id: `prj_${name}`, orgId: ORG, slug: name, name } })
  // To connect takes longer than anybody waits for others here.
  await ask({ text: 'SELECT 1', values: [] })
})

/** Raises a number of the project, and tells which transaction did it. */
function raise(name: 'a' | 'b'): Statement {
  return {
    name: 'raise',
    text: `UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" + 1 WHERE id = $1
           RETURNING "lastRunNumber" AS number, pg_current_xact_id()::text AS transaction`,
    values: [`prj_${name}`],
  }
}

interface Raised {
  number: number
  transaction: string
}

async function numberOf(name: 'a' | 'b'): Promise<number> {
  const { rows } = await tenantPool(ORG).query('SELECT "lastRunNumber" FROM "Project" WHERE id = $1', [
    `prj_${name}`,
  ])
  return rows[0].lastRunNumber
}

const ask = (statement: Statement) => tenantHot(ORG).durable.query<Raised>(statement)
/** What is asked now goes at once, what is asked after it while that is under way. */
const breath = () => new Promise((resolve) => process.nextTick(resolve))
/** The first one goes alone, the others together. */
async function askAll(statements: Statement[]) {
  const first = ask(raise('b'))
  await breath()
  return Promise.allSettled([first, ...statements.map(ask)])
}

test('what comes while a statement is under way goes together, each with its own answer', async () => {
  const first = ask(raise('a'))
  await breath()
  const answers = await Promise.all([
    first,
    ...Array.from({ length: 4 }, () => ask(raise('a'))),
    ask({ text: 'SELECT 7 AS number', values: [] }),
    ask({ text: 'SELECT 8 AS number WHERE false', values: [] }),
  ])
  expect(answers.map(({ rows }) => rows[0]?.number)).toEqual([1, 2, 3, 4, 5, 7, undefined])
  const [alone, ...together] = answers.slice(0, 5).map(({ rows }) => rows[0]?.transaction)
  expect(new Set(together).size).toBe(1)
  expect(together).not.toContain(alone)
})

test('what is asked in one breath goes together', async () => {
  const answers = await Promise.all([raise('a'), raise('b'), raise('a')].map(ask))
  expect(answers.map(({ rows }) => rows[0]?.number)).toEqual([1, 1, 2])
  expect(new Set(answers.map(({ rows }) => rows[0]?.transaction)).size).toBe(1)
})

test('one that fails is told so, and the others happen once', async () => {
  const [, ...answers] = await askAll([
    raise('a'),
    { text: 'SELECT 1 / $1::int AS number', values: [0] },
    raise('a'),
    { text: 'SELECT nonsense', values: [] },
    raise('a'),
  ])
  expect(answers.map((answer) => answer.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(answers[1]).toMatchObject({ reason: { message: 'division by zero' } })
  expect(await numberOf('a')).toBe(3)
})

test('one that came first with others and then fails alone can be asked again', async () => {
  const divide = (by: number) => ({
    name: 'divide',
    text: 'SELECT 6 / $1::int AS number',
    values: [by],
  })
  await askAll([divide(1), divide(2)])
  await expect(ask(divide(0))).rejects.toThrow('division by zero')
  expect((await ask(divide(3))).rows[0]?.number).toBe(2)
})

test('who waits for a lock keeps nobody else waiting', async () => {
  const holder = await tenantPool(ORG).connect()
  await holder.query('BEGIN')
  await holder.query(raise('a'))
  let isRaised = false
  const locked = (isAlone: boolean) => {
    const answer = isAlone
      ? ask(raise('a'))
      : askAll([raise('b'), raise('a'), raise('b')]).then(() => undefined)
    return answer.then(() => {
      isRaised = true
    })
  }
  const waiting = [locked(false)]
  await expect.poll(() => numberOf('b')).toBe(3)
  waiting.push(locked(true))
  await ask(raise('b'))
  await Promise.all([ask(raise('b')), ask(raise('b'))])
  expect(await numberOf('b')).toBe(6)
  expect(isRaised).toBe(false)
  await holder.query('ROLLBACK')
  holder.release()
  await Promise.all(waiting)
  expect(await numberOf('a')).toBe(2)
})

test('when the connection breaks everybody is told, and nothing is done again', async () => {
  const [, ...answers] = await askAll([
    raise('a'),
    { text: 'SELECT pg_terminate_backend(pg_backend_pid())', values: [] },
    raise('a'),
  ])
  expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(await numberOf('a')).toBe(0)
  expect((await ask(raise('a'))).rows[0]?.number).toBe(1)
})

test('a statement is composed when it is its turn', async () => {
  const { durable } = tenantHot(ORG)
  const composed: string[] = []
  const send = (name: string) =>
    durable.send(() => {
      composed.push(name)
      return raise('a')
    })
  expect(durable.isBusy()).toBe(false)
  const first = send('first')
  await breath()
  expect([composed, durable.isBusy()]).toEqual([['first'], true])
  const second = send('second')
  await breath()
  expect(composed).toEqual(['first'])
  await Promise.all([first, second])
  expect(composed).toEqual(['first', 'second'])
  expect(durable.isBusy()).toBe(false)
  expect(await numberOf('a')).toBe(2)
})
