import { isDeep } from '../../test/depth'
import { violationsOf } from './people'
import { expect, test } from './test'

test.use({ viewport: { width: 1440, height: 900 } })

/** Specimens of whole pages stand side by side: their headings and landmarks follow no one order. */
const OF_WHOLE_PAGES = /^(heading-order|landmark|region|page-has-heading)/

for (const colorScheme of isDeep ? (['light', 'dark'] as const) : (['light'] as const)) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('the gallery shows every primitive, and none has a fault', async ({ page }, info) => {
      test.setTimeout(120_000)
      await page.goto('/gallery')
      await expect(page.getByRole('heading', { name: 'Primitives' })).toBeVisible()
      const chapters = await page.getByRole('main').getByRole('heading', { level: 2 }).count()
      expect(chapters).toBeGreaterThanOrEqual(8)
      const found = (await violationsOf(page)).filter((fault) => !OF_WHOLE_PAGES.test(fault))
      expect(found, `gallery, ${colorScheme}`).toEqual([])
      if (!isDeep) return
      const image = await page.screenshot({ fullPage: true })
      await info.attach(`gallery-${colorScheme}`, { body: image, contentType: 'image/png' })
    })
  })
}
