import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PAGES } from '../fixtures/pages'
import { expect, HOME, startRun, test } from '../journeys/test'

const FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/images')

/** What README and the how-to pages show. */
const SHOWN = ['overview', 'approvals', 'members', 'audit', 'retention', 'API keys', 'API reference'] as const

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } })

test('pictures of the documentation', async ({ page }) => {
  test.setTimeout(180_000)
  for (const version of ['2.4.0', '2.5.0']) await startRun(page.request, 'release-notes', { version })
  const number = await startRun(page.request, 'order-saga', {})
  await page.goto(`${HOME}/runs/${number}`)
  await expect(page.getByText('Succeeded').first()).toBeVisible({ timeout: 30_000 })
  await page.screenshot({ path: `${FOLDER}/run.png` })
  for (const name of SHOWN) {
    const shown = PAGES[name]
    if (!shown) throw new Error(`No page is called ${name}.`)
    await page.goto(`${HOME}${shown.path}`)
    await expect(page.getByRole('main').getByText(shown.seen).filter({ visible: true }).first()).toBeVisible()
    await page.screenshot({
      path: `${FOLDER}/${name.toLowerCase().replaceAll(' ', '-')}.png`,
      animations: 'disabled',
    })
  }
})
