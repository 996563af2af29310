import { describe, expect, test } from 'vitest'
import { AppError } from '@/server/kernel/errors'
import { ROLES } from '@/server/kernel/permissions'
import { type Caller, execute, executeDownload, executeStream, type Operation } from '@/server/operations'
import { systemDb } from '@/server/platform/db'
import { catalogue } from './catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from './testing/arrange'
import { idOf } from './testing/call'
import { foreignInputs } from './testing/foreign-inputs'
import { arrangeForeignRows } from './testing/foreign-rows'

// Every entry of the catalogue is what one of the `define…` functions made.
const operations = Object.values(catalogue).flatMap((verbs) => Object.values(verbs) as unknown as Operation[])
const scoped = operations.filter((operation) => operation.within !== 'instance')

describe('every operation of the catalogue', () => {
  test('is named once and says what it does', () => {
    const names = operations.map((operation) => operation.name)
    expect(new Set(names).size).toBe(names.length)
    for (const operation of operations) expect(operation.summary).toMatch(/^[A-Z].*\.$/)
  })

  test('stands under its own name in the catalogue', () => {
    for (const [noun, verbs] of Object.entries(catalogue))
      for (const [verb, operation] of Object.entries(verbs)) expect(operation.name).toBe(`${noun}.${verb}`)
  })
})

test('input nested without end is refused, not a crash', async () => {
  const { owner, projectId } = await arrangeTenant('Deep')
  // Parsed, as a request arrives.
  const inputs: unknown = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)
  const input = { projectId, workflow: 'release-notes', inputs }
  await expect(execute(catalogue.runs.start, owner, input)).rejects.toMatchObject({ code: 'invalid_input' })
})

test('a text that the database cannot hold is refused, not a crash', async () => {
  const { owner, projectId } = await arrangeTenant('Zero')
  const input = { projectId, workflow: 'release-notes', inputs: { a: ['\0'] } }
  await expect(execute(catalogue.runs.start, owner, input)).rejects.toMatchObject({ code: 'invalid_input' })
})

test('who may call what', async () => {
  const tenant = await arrangeTenant('Matrix')
  const rows = [`| operation | ${ROLES.join(' | ')} |`, `| --- |${' --- |'.repeat(ROLES.length)}`]
  let callers = await arrangeCallers(tenant)
  for (const operation of operations) {
    const cells = await Promise.all(callers.map((caller) => mayCall(operation, caller, tenant)))
    // Leaving the organization, for one, does what it says.
    if (!(await areMembers(callers, tenant))) callers = await arrangeCallers(tenant)
    rows.push(`| ${operation.name} | ${cells.map((may) => (may ? 'yes' : '–')).join(' | ')} |`)
  }
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('testing/role-matrix.md')
}, 60_000)

function arrangeCallers({ orgId }: Tenant): Promise<Caller[]> {
  return Promise.all(ROLES.map((role) => arrangeMember(orgId, role)))
}

async function areMembers(callers: Caller[], { orgId }: Tenant): Promise<boolean> {
  const userId = { in: callers.map(idOf) }
  return (await systemDb().membership.count({ where: { orgId, userId } })) === callers.length
}

describe('another tenant', async () => {
  const mine = await arrangeTenant('Mine')
  const theirs = await arrangeTenant('Theirs')
  const foreign = await arrangeForeignRows(theirs)

  test.each(scoped)('$name with the other org or project is not found', async (operation) => {
    const scope = { orgId: theirs.orgId, projectId: theirs.projectId }
    const input = { ...inputOf(operation.name, foreign), ...scope }
    expect(await codeOf(operation, mine.owner, input)).toMatch(/^not_found/)
  })

  const naming = scoped.filter((operation) => foreignInputs[operation.name]?.names === 'row')
  test.each(naming)('$name with ids of the other tenant is not found', async (operation) => {
    const scope = { orgId: mine.orgId, projectId: mine.projectId }
    const input = { ...inputOf(operation.name, foreign), ...scope }
    expect(await codeOf(operation, mine.owner, input)).toMatch(/^not_found/)
  })
})

function inputOf(name: string, foreign: Parameters<NonNullable<(typeof foreignInputs)[string]>['input']>[0]) {
  const given = foreignInputs[name]
  if (!given)
    throw new Error(`Say in testing/foreign-inputs.ts how ${name} is called with another tenant's ids.`)
  return given.input(foreign)
}

const NO_PROJECT = 'not_found: project'

/** Anything but a refusal counts: what is missing or invalid was at least let through the door. */
async function mayCall(operation: Operation, caller: Caller, tenant: Tenant): Promise<boolean> {
  const nothing = {
    workflowId: 'none',
    runId: 'none',
    blobId: 'none',
    approvalId: 'none',
    auditEntryId: 'none',
    apiKeyId: 'none',
    userId: 'none',
    memberProjectId: 'none',
    invitationId: 'none',
    secret: 'NONE',
    provider: 'none',
  }
  const input = {
    ...foreignInputs[operation.name]?.input(nothing),
    orgId: tenant.orgId,
    projectId: tenant.projectId,
  }
  const code = await codeOf(operation, caller, input)
  return code !== 'forbidden' && code !== 'unauthenticated' && code !== NO_PROJECT
}

/** The error code a call ends with, or `ok`. A stream is asked for its first value, a file for its first piece. */
async function codeOf(operation: Operation, caller: Caller, input: object): Promise<string> {
  try {
    if (operation.kind === 'stream') {
      const abort = new AbortController()
      await executeStream(operation, caller, input, abort.signal).next()
      abort.abort()
    } else if (operation.kind === 'download') {
      const { pieces } = await executeDownload(operation, caller, input)
      await pieces[Symbol.asyncIterator]().next()
    } else await execute(operation, caller, input)
    return 'ok'
  } catch (error) {
    // A project that one may not open does not exist; nor does a row of it that is looked for.
    if (AppError.is(error))
      return error.message.startsWith('There is no such project') ? NO_PROJECT : error.code
    throw error
  }
}
