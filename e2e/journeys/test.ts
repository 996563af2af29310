import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type TestInfo,
} from '@playwright/test'
import { startWorkerApp, type WorkerApp } from '../fixtures/worker-app'

export { expect } from '@playwright/test'

/** The first owner of the app that the journeys of a worker share. */
export const OWNER = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'correct horse battery',
  organization: 'Analytical Engines',
}

/** Where the owner's first project lives. */
export const HOME = '/analytical-engines/main'

/** It may have to build. */
const APP_START_TIMEOUT_MS = 330_000

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

interface Fixtures {
  /** Patterns of browser errors that a test causes on purpose; any other one fails it. */
  expectedProblems: RegExp[]
  watchesProblems: undefined
}

interface WorkerFixtures {
  app: WorkerApp
  /** The cookies of the signed-in owner. */
  ownerState: StorageState
}

/** Signed in as the owner, and failing on any page or console error that a test does not name. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs: nothing.
    async ({}, use) => {
      const app = await startWorkerApp()
      await use(app)
      await app.end()
    },
    { scope: 'worker', timeout: APP_START_TIMEOUT_MS },
  ],
  baseURL: ({ app }, use) => use(app.url),
  ownerState: [
    async ({ browser, app }, use) => {
      const context = await browser.newContext({ baseURL: app.url })
      await becomeOwner(context, app.ownerLink)
      const state = await context.storageState()
      await context.close()
      await use(state)
    },
    { scope: 'worker' },
  ],
  storageState: ({ ownerState }, use) => use(ownerState),
  expectedProblems: [[], { option: true }],
  watchesProblems: [
    async ({ context, expectedProblems }, use, info) => {
      const problems: string[] = []
      watchProblems(context, problems)
      await use(undefined)
      if (info.status !== info.expectedStatus) await attachPictures(context, info)
      const unexpected = problems.filter((text) => !expectedProblems.some((pattern) => pattern.test(text)))
      expect(unexpected, 'errors in the browser').toEqual([])
    },
    { auto: true },
  ],
})

/** For journeys that begin at the door. */
export const NOBODY: StorageState = { cookies: [], origins: [] }

export function watchProblems(context: BrowserContext, problems: string[]): void {
  context.on('weberror', (error) => problems.push(`page error: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error')
      problems.push(`console error: ${message.text()} (${message.location().url})`)
  })
}

/** Playwright's own pictures of failures are drawn of every page before it is known whether there is one. */
async function attachPictures(context: BrowserContext, info: TestInfo): Promise<void> {
  for (const [index, page] of context.pages().entries()) {
    const path = info.outputPath(`page-${index + 1}.png`)
    const isDrawn = await page.screenshot({ path }).then(
      () => true,
      () => false, // it may have crashed
    )
    if (isDrawn) await info.attach('at the failure', { path, contentType: 'image/png' })
  }
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Starts a run over the API and returns its number. */
export async function startRun(
  request: APIRequestContext,
  workflow: string,
  inputs: Record<string, unknown>,
): Promise<number> {
  const projectId = await projectOf(request)
  const started = await call<{ number: number }>(request, 'runs.start', { projectId, workflow, inputs })
  return started.number
}

export async function projectOf(request: APIRequestContext): Promise<string> {
  const whoami = await read<{ organizations: { projects: { id: string }[] }[] }>(
    request,
    'sessions.whoami',
    {},
  )
  const id = whoami.organizations[0]?.projects[0]?.id
  if (!id) throw new Error('The owner has no project.')
  return id
}

/** A mutation over the API, as another tab or program would make it. */
export async function call<T>(request: APIRequestContext, operation: string, input: object): Promise<T> {
  const response = await request.post(`/api/trpc/${operation}`, { data: input })
  return answerOf<T>(operation, await response.json())
}

/** A query over the API. */
export async function read<T>(request: APIRequestContext, operation: string, input: object): Promise<T> {
  const response = await request.get(`/api/trpc/${operation}`, { params: { input: JSON.stringify(input) } })
  return answerOf<T>(operation, await response.json())
}

function answerOf<T>(operation: string, answer: { result?: { data: T }; error?: { message: string } }): T {
  if (!answer.result) throw new Error(`${operation}: ${answer.error?.message ?? 'no answer'}`)
  return answer.result.data
}

/** Through the owner link where nobody came before, else through sign-in. */
async function becomeOwner(context: BrowserContext, ownerLink: string | undefined): Promise<void> {
  const token = ownerLink ? new URL(ownerLink).searchParams.get('token') : null
  const page = await context.newPage()
  if (token) {
    const { state } = await read<{ state: string }>(context.request, 'onboarding.check', { token })
    if (state === 'valid') await call(context.request, 'onboarding.complete', { token, ...OWNER })
  }
  await page.goto('/sign-in')
  await signIn(page, OWNER.email, OWNER.password)
  await page.waitForURL(`**${HOME}`)
}
