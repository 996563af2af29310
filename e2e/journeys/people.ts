import AxeBuilder from '@axe-core/playwright'
import type { APIRequestContext, Browser, BrowserContext, Page } from '@playwright/test'
import { call, expect, NOBODY, read, watchProblems } from './test'

export const PASSWORD = 'several unrelated words'

export interface Organization {
  id: string
  slug: string
  name: string
  projects: { id: string; slug: string; name: string }[]
}

async function organizationsOf(request: APIRequestContext): Promise<Organization[]> {
  const whoami = await read<{ organizations: Organization[] }>(request, 'sessions.whoami', {})
  return whoami.organizations
}

export async function organizationAt(request: APIRequestContext, slug: string): Promise<Organization> {
  const found = (await organizationsOf(request)).find((org) => org.slug === slug)
  if (!found) throw new Error(`Nobody belongs to ${slug} here.`)
  return found
}

let count = 0

/** An address that no other test invited. */
export function newAddress(name: string): string {
  count += 1
  return `${name}.${Date.now().toString(36)}.${count}@example.com`
}

export interface Invited {
  role: string
  projectRoles?: { projectId: string; role: string }[]
}

/** An invitation's link, as the inviter gets it. */
export async function invite(
  request: APIRequestContext,
  orgId: string,
  email: string,
  invited: Invited,
): Promise<string> {
  const made = await call<{ link: string }>(request, 'invitations.create', { orgId, email, ...invited })
  return made.link
}

export interface Person {
  name: string
  email: string
  context: BrowserContext
  page: Page
}

/** Somebody with a browser of their own, still empty, who has joined by their link and signed in. */
export async function join(browser: Browser, link: string, email: string, name: string): Promise<Person> {
  const context = await newBrowser(browser)
  const token = new URL(link).searchParams.get('token')
  await call(context.request, 'invitations.accept', { token, account: { name, password: PASSWORD } })
  await signInQuietly(context.request, email, PASSWORD)
  return { name, email, context, page: await context.newPage() }
}

/** Without the form, for journeys that are about something else. */
export async function signInQuietly(
  request: APIRequestContext,
  email: string,
  password: string,
): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const answer = await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email, password, json: 'true', callbackUrl: '/' },
  })
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()}`)
}

/** A browser that nobody has used, from an address of its own, so that tries to sign in are not summed up. */
export async function newBrowser(
  browser: Browser,
  options: { userAgent?: string } = {},
): Promise<BrowserContext> {
  count += 1
  return browser.newContext({
    storageState: NOBODY,
    extraHTTPHeaders: { 'x-forwarded-for': `198.51.100.${count % 250}` },
    ...options,
  })
}

/** Fails where that browser told of an error that the test does not name. */
export function problemsIn(context: BrowserContext, expected: RegExp[] = []): () => string[] {
  const problems: string[] = []
  watchProblems(context, problems)
  return () => problems.filter((text) => !expected.some((pattern) => pattern.test(text)))
}

/** What axe finds, each with where; by default by all of its rules. */
export async function violationsOf(page: Page, rules: string[] = []): Promise<string[]> {
  // No page of ours frames another site's: what legacy mode leaves out, a second page beside each, is for those.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

export async function expectAccessible(page: Page, name: string): Promise<void> {
  expect(await violationsOf(page), name).toEqual([])
}
