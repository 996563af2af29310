import { expect, HOME, test } from './test'

test('Order saga fails as told, shows its attempts, is resumed and succeeds', async ({ page }) => {
  const status = page.getByRole('main').getByRole('status')
  const details = page.getByRole('region', { name: 'Step fulfil.payment.charge' })

  await test.step('it is started with an input that lets the card fail', async () => {
    await page.goto(`${HOME}/workflows/order-saga`)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Order', { exact: true }).fill('A-7')
    await expect(dialog.getByLabel('Let the card fail')).toBeChecked()
    await dialog.getByRole('button', { name: 'Start run' }).click()
    await page.waitForURL(/\/runs\/\d+$/)
  })

  await test.step('it fails, and says where and why', async () => {
    await expect(status.filter({ hasText: 'Failed' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('heading', { level: 1, name: 'Order A-7' })).toBeVisible()
    await expect(page.getByRole('alert').first()).toContainText('The bank declined the card')
    await expect(page.getByRole('treeitem', { name: /^Reserve the stock, succeeded/ })).toBeVisible()
    await expect(page.getByRole('treeitem', { name: /^Confirm the order, not started/ })).toBeVisible()
  })

  await test.step('one key leads to the failed step, and its attempts are kept', async () => {
    await page.keyboard.press('f')
    await expect(page).toHaveURL(/step=fulfil\.payment\.charge/)
    await expect(page.getByRole('treeitem', { name: /^Charge the card, failed, 3 attempts/ })).toBeVisible()
    await details.getByRole('tab', { name: /^Attempts/ }).click()
    const attempts = details.getByRole('list', { name: 'Attempts' }).getByRole('listitem')
    await expect(attempts).toHaveCount(3)
    await expect(attempts.first()).toContainText('code_failed')
    await expect(attempts.last()).toContainText('Then a pause of')
  })

  await test.step('a link shows the same step', async () => {
    await page.reload()
    await expect(details.getByRole('tab', { name: /^Attempts/, selected: true })).toBeVisible()
  })

  await test.step('resumed, it succeeds, and finished steps did not run again', async () => {
    await page.getByRole('button', { name: 'Resume from failed step' }).click()
    await expect(status.filter({ hasText: 'Succeeded' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('Resumed once')).toBeVisible()
    await expect(page.getByRole('treeitem', { name: 'Charge the card, succeeded, 4 attempts' })).toBeVisible()
    await expect(
      page.getByRole('treeitem', { name: 'Reserve the stock, succeeded', exact: true }),
    ).toBeVisible()
    await details.getByRole('button', { name: 'Back to the run' }).click()
    await expect(page.getByRole('region', { name: 'Output of the run' })).toContainText('is paid (P-A-7)')
  })

  await test.step('the list of runs tells the same', async () => {
    await page.goto(`${HOME}/runs?workflow=order-saga&status=succeeded`)
    const row = page.getByRole('row').filter({ hasText: 'Order A-7' })
    await expect(row.first()).toContainText('Succeeded')
    await row.first().click()
    await expect(page).toHaveURL(/\/runs\/\d+$/)
  })
})
