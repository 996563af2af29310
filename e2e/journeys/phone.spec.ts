import type { Page } from '@playwright/test'
import { expect, HOME, startRun, test } from './test'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('home, approvals and a run are first class on a phone', async ({ page }) => {
  const number = await startRun(page.request, 'release-notes', { version: '3.9.0' })
  const tabs = page
    .getByRole('navigation')
    .filter({ has: page.getByRole('link', { name: 'Overview' }) })
    .last()

  await test.step('home answers at a glance and leads on by its tab bar', async () => {
    await page.goto(HOME)
    await expect(page.getByText('Latest runs').first()).toBeVisible()
    await expectFits(page)
    await tabs.getByRole('link', { name: /Approvals/ }).click()
    await page.waitForURL(`**${HOME}/approvals**`)
  })

  await test.step('a request is read and decided with a thumb', async () => {
    await page
      .getByRole('link', { name: /3\.9\.0/ })
      .first()
      .click()
    const approve = page.getByRole('button', { name: /^Approve/ })
    await expect(approve).toBeVisible()
    await expectFits(page)
    const box = await approve.boundingBox()
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(32)
    await approve.click()
    await expect(page.getByText(/Approved/).first()).toBeVisible()
  })

  await test.step('the run tells how it went', async () => {
    await page.goto(`${HOME}/runs/${number}`)
    await expect(page.getByText('Succeeded').first()).toBeVisible({ timeout: 20_000 })
    await expectFits(page)
  })
})

/** Nothing to scroll sideways. */
async function expectFits(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}
