import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { PAGES } from '../fixtures/pages'
import { expect, HOME, startRun, test } from '../journeys/test'

const FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/images')

/** What README and the how-to pages show. */
const SHOWN = ['overview', 'members', 'audit', 'retention', 'API reference'] as const

test.use({ viewport: { width: 1280, height: 800 } })

test('pictures of the documentation', async ({ page }) => {
  test.setTimeout(180_000)
  await startRun(page.request, 'order-saga', {})
  await startRun(page.request, 'release-notes', { version: '2.4.0' })
  const number = await startRun(page.request, 'release-notes', { version: '2.5.0' })
  await page.goto(`${HOME}/runs/${number}`)
  await expect(page.getByText('Waiting').first()).toBeVisible({ timeout: 30_000 })
  await picture(page, 'run')
  for (const name of SHOWN) {
    const shown = PAGES[name]
    if (!shown) throw new Error(`No page is called ${name}.`)
    await page.goto(`${HOME}${shown.path}`)
    await expect(page.getByRole('main').getByText(shown.seen).filter({ visible: true }).first()).toBeVisible()
    await picture(page, name.toLowerCase().replaceAll(' ', '-'))
  }
})

/** Once nothing is a placeholder any more. */
async function picture(page: Page, name: string): Promise<void> {
  await expect(page.locator('.animate-shimmer')).toHaveCount(0)
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' })
}
