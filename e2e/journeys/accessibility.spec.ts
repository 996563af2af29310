import type { Page } from '@playwright/test'
import { DIALOGS } from '../fixtures/dialogs'
import { PAGES } from '../fixtures/pages'
import { isDeep, violationsOf } from './people'
import { expect, HOME, NOBODY, startRun, test } from './test'

/** What is first class on a phone; the layout of the others degrades, their parts are the same. */
const ON_PHONE = ['overview', 'approvals', 'runs', 'members', 'audit', 'providers', 'profile']

test.use({ colorScheme: 'light', contextOptions: { reducedMotion: 'reduce' } })
test.setTimeout(300_000)

test.describe('on a desktop', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test('every page is free of violations', async ({ page }) => {
    await visitPages(page, Object.keys(PAGES))
  })

  test('every dialog is free of violations', async ({ page }) => {
    await startRun(page.request, 'release-notes', { version: '9.1.0' })
    for (const [title, { path, open }] of Object.entries(DIALOGS)) {
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

async function visitPages(page: Page, titles: readonly string[]): Promise<void> {
  const number = await startRun(page.request, 'release-notes', { version: '9.0.0' })
  const pages = { ...PAGES, run: { path: `/runs/${number}`, seen: /Waiting/ } }
  for (const [title, { path, seen }] of Object.entries(pages)) {
    if (title !== 'run' && !titles.includes(title)) continue
    await page.goto(`${HOME}${path}`)
    await expect(page.getByRole('main').getByText(seen).filter({ visible: true }).first()).toBeVisible()
    await expectClean(page, title)
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
