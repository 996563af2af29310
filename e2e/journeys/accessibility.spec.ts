import type { Page } from '@playwright/test'
import { isDeep } from '../../test/depth'
import { DIALOGS } from '../fixtures/dialogs'
import { PAGES } from '../fixtures/pages'
import { violationsOf } from './people'
import { expect, HOME, NOBODY, startRun, test } from './test'

/** What is first class on a phone; the layout of the others degrades, their parts are the same. */
const ON_PHONE = ['overview', 'approvals', 'runs', 'members', 'audit', 'providers', 'profile']

/** One page of each kind: a list, a form, an editor, a table, cards, a log. `npm test` looks at these. */
const OF_EACH_KIND = ['overview', 'approvals', 'workflow', 'runs', 'run', 'members', 'audit', 'providers']
/** A dialog of each kind: a search, a form with many fields, one field, a table, one that takes a decision. */
const DIALOGS_OF_EACH_KIND = [
  'palette',
  'start a run',
  'new API key',
  'what roles can do',
  'a range of time',
  'delete the organization',
]

test.use({ colorScheme: 'light' })
test.setTimeout(300_000)

test.describe('on a desktop', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test(
    isDeep
      ? 'every page is free of violations'
      : 'every page opens, and those of each kind are free of violations',
    async ({ page }) => {
      await visitPages(page, Object.keys(PAGES), isDeep ? undefined : OF_EACH_KIND)
    },
  )

  test(`${isDeep ? 'every dialog is' : 'dialogs of each kind are'} free of violations`, async ({ page }) => {
    await startRun(page.request, 'release-notes', { version: '9.1.0' })
    for (const title of isDeep ? Object.keys(DIALOGS) : DIALOGS_OF_EACH_KIND) {
      const dialog = DIALOGS[title]
      if (!dialog) throw new Error(`No dialog is called ${title}.`)
      const { path, open } = dialog
      await page.goto(`${HOME}${path}`)
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
      await open(page)
      await expect(page.getByRole('dialog').first()).toBeVisible()
      await expectClean(page, title)
    }
    await page.goto(`${HOME}/approvals`)
    const request = page.getByRole('link', { name: /9\.1\.0/ })
    await request.first().click()
    await expect(page.getByRole('button', { name: /^Approve/ })).toBeVisible()
    await expectClean(page, 'a request')
    await page.getByRole('button', { name: /^Reject/ }).click()
    await expectClean(page, 'the reject dialog')
  })

  test.describe('at the door', () => {
    test.use({ storageState: NOBODY })

    test('every page is free of violations', async ({ page, ownerState }) => {
      expect(ownerState.cookies.length).toBeGreaterThan(0)
      await visitDoor(page)
    })
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test.skip(!isDeep, 'In the deep suite.')

  test('pages are free of violations', async ({ page }) => {
    await visitPages(page, ON_PHONE)
  })
})

/** Opens each, and looks closely at those that are named, by default at all. */
async function visitPages(
  page: Page,
  titles: readonly string[],
  closely: readonly string[] = [...titles, 'run'],
): Promise<void> {
  const number = await startRun(page.request, 'release-notes', { version: '9.0.0' })
  const pages = { ...PAGES, run: { path: `/runs/${number}`, seen: /Waiting/ } }
  for (const [title, { path, seen }] of Object.entries(pages)) {
    if (title !== 'run' && !titles.includes(title)) continue
    await page.goto(`${HOME}${path}`)
    await expect(page.getByRole('main').getByText(seen).filter({ visible: true }).first()).toBeVisible()
    if (closely.includes(title)) await expectClean(page, title)
  }
}

async function visitDoor(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await expect(page.getByLabel('E-mail')).toBeVisible()
  await expectClean(page, 'sign-in')
  await page.goto('/welcome?token=none')
  await expect(page.getByRole('heading', { name: 'This Pawl has an owner' })).toBeVisible()
  await expectClean(page, 'welcome')
  await page.goto('/invitation?token=none')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectClean(page, 'invitation')
}

/** In light, and in the deep suite the colours again in dark. Goes on after a fault, so that one look finds them all. */
async function expectClean(page: Page, title: string): Promise<void> {
  expect.soft(await violationsOf(page), `${title}, light`).toEqual([])
  if (!isDeep) return
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveClass(/dark/)
  expect.soft(await violationsOf(page, ['color-contrast']), `${title}, dark`).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(page.locator('html')).not.toHaveClass(/dark/)
}
