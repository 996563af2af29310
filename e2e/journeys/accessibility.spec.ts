import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, HOME, NOBODY, startRun, test } from './test'

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const SCHEMES = ['light', 'dark'] as const

/** Each page with something that shows only once it has loaded. */
const PAGES: Record<string, { path: string; seen: string | RegExp }> = {
  overview: { path: '', seen: 'Latest runs' },
  approvals: { path: '/approvals', seen: /Publish the release notes/ },
  'decided approvals': {
    path: '/approvals?state=decided',
    seen: /No decisions yet|Publish the release notes/,
  },
  workflows: { path: '/workflows', seen: 'Order saga' },
  workflow: { path: '/workflows/release-notes', seen: 'Release notes' },
  runs: { path: '/runs', seen: /Release notes/ },
  providers: { path: '/settings', seen: 'Only the offline rules answer so far' },
  secrets: { path: '/settings?tab=secrets', seen: 'No secrets yet' },
  audit: { path: '/audit', seen: 'sessions.signIn' },
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of SCHEMES) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: 'reduce' } })
      test.setTimeout(180_000)

      test('every page is free of serious violations', async ({ page }) => {
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

      test('the door is free of serious violations', async ({ page, ownerState }) => {
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

async function expectAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  expect(serious, name).toEqual([])
}
