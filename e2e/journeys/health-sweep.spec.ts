import { expect, HOME, test } from './test'

// Names below .invalid never resolve (RFC 6761), so this needs no network.
const SITES = ['https://one.invalid/', 'https://two.invalid/health', 'https://three.invalid/']

test('Health sweep asks each site, retries, and sums up', async ({ page }) => {
  await test.step('it is started from the list with sites of ours', async () => {
    await page.goto(`${HOME}/workflows`)
    await page.getByRole('button', { name: 'Run Health sweep' }).click()
    const dialog = page.getByRole('dialog')
    for (const [index, site] of SITES.entries())
      await dialog.getByLabel(`URLs ${index + 1}`, { exact: true }).fill(site)
    await dialog.getByRole('button', { name: 'Start run' }).click()
    await page.waitForURL(/\/runs\/\d+$/)
  })

  await test.step('sites that are down are a result, not a failure of the run', async () => {
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible({
      timeout: 45_000,
    })
    const output = page.getByRole('region', { name: 'Output of the run' })
    await expect(output).toContainText('0 of 3 sites are up.')
    await expect(output.getByRole('cell', { name: SITES[1] })).toBeVisible()
  })

  await test.step('the loop is one row, and opens to its items with what failed', async () => {
    const loop = page.getByRole('treeitem', { name: /^Ask each site, succeeded, 3 items, 3 failed/ })
    await loop.click()
    await page.getByRole('tree', { name: 'Steps' }).press('ArrowRight')
    await expect(page.getByRole('treeitem', { name: /^item/ })).toHaveCount(3)
    await expect(page.getByRole('treeitem', { name: /^item/ }).first()).toContainText('.invalid/')
  })
})
