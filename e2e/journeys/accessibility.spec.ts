import { PAGES } from '../fixtures/pages'
import { expectAccessible } from './people'
import { expect, HOME, NOBODY, startRun, test } from './test'

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const SCHEMES = ['light', 'dark'] as const

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of SCHEMES) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: 'reduce' } })
      test.setTimeout(300_000)

      test('every page is free of violations', async ({ page }) => {
        const number = await startRun(page.request, 'release-notes', { version: '9.0.0' })
        const pages = { ...PAGES, run: { path: `/runs/${number}`, seen: /Waiting/ } }
        for (const [name, { path, seen }] of Object.entries(pages)) {
          await page.goto(`${HOME}${path}`)
          await expect(page.getByRole('main').getByText(seen).filter({ visible: true }).first()).toBeVisible()
          await expectAccessible(page, name)
        }
        await page.goto(`${HOME}/approvals`)
        await page
          .getByRole('link', { name: /9\.0\.0/ })
          .first()
          .click()
        await expect(page.getByRole('button', { name: /^Approve/ })).toBeVisible()
        await expectAccessible(page, 'a request')
        await page.getByRole('button', { name: /^Reject/ }).click()
        await expectAccessible(page, 'the reject dialog')
      })
    })

    test.describe(`${size}, ${colorScheme}, signed out`, () => {
      test.use({ viewport, colorScheme, storageState: NOBODY, contextOptions: { reducedMotion: 'reduce' } })

      test('the door is free of violations', async ({ page, ownerState }) => {
        expect(ownerState.cookies.length).toBeGreaterThan(0)
        await page.goto('/sign-in')
        await expect(page.getByLabel('E-mail')).toBeVisible()
        await expectAccessible(page, 'sign-in')
        await page.goto('/welcome?token=none')
        await expect(page.getByRole('heading', { name: 'This Pawl has an owner' })).toBeVisible()
        await expectAccessible(page, 'welcome')
      })
    })
  }
}
