import type { Page } from '@playwright/test'
import { DIALOGS } from '../fixtures/dialogs'
import { PAGES } from '../fixtures/pages'
import { violationsOf } from './people'
import { expect, HOME, NOBODY, startRun, test } from './test'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

/** A phone in dark would see what the two others see: the layout of one, the colours of the other. */
const LOOKS = [
  { name: 'desktop, light', viewport: DESKTOP, colorScheme: 'light' },
  { name: 'desktop, dark', viewport: DESKTOP, colorScheme: 'dark' },
  { name: 'phone, light', viewport: PHONE, colorScheme: 'light' },
] as const

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use({ ...look, contextOptions: { reducedMotion: 'reduce' } })
    test.setTimeout(300_000)

    test('every page is free of violations', async ({ page }) => {
      const number = await startRun(page.request, 'release-notes', { version: '9.0.0' })
      const pages = { ...PAGES, run: { path: `/runs/${number}`, seen: /Waiting/ } }
      for (const [title, { path, seen }] of Object.entries(pages)) {
        await page.goto(`${HOME}${path}`)
        await expect(page.getByRole('main').getByText(seen).filter({ visible: true }).first()).toBeVisible()
        await expectClean(page, title)
      }
    })

    test('the door is free of violations', async ({ browser, ownerState }) => {
      expect(ownerState.cookies.length).toBeGreaterThan(0)
      const context = await browser.newContext({ ...look, storageState: NOBODY, reducedMotion: 'reduce' })
      const page = await context.newPage()
      await page.goto('/sign-in')
      await expect(page.getByLabel('E-mail')).toBeVisible()
      await expectClean(page, 'sign-in')
      await page.goto('/welcome?token=none')
      await expect(page.getByRole('heading', { name: 'This Pawl has an owner' })).toBeVisible()
      await expectClean(page, 'welcome')
      await page.goto('/invitation?token=none')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectClean(page, 'invitation')
      await context.close()
    })
  })
}

for (const { name, ...look } of LOOKS.slice(0, 2)) {
  test.describe(`${name}, dialogs`, () => {
    test.use({ ...look, contextOptions: { reducedMotion: 'reduce' } })
    test.setTimeout(300_000)

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
  })
}

/** Goes on after a fault, so that one look finds them all. */
async function expectClean(page: Page, title: string): Promise<void> {
  expect.soft(await violationsOf(page), title).toEqual([])
}
