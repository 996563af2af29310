import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expect, HOME, test } from './test'

const run = promisify(execFile)

test('an API key made in the browser starts a run with the reference’s own curl line, until it is revoked', async ({
  page,
}) => {
  const name = `Journey ${Date.now()}`
  let key = ''

  await test.step('a key is made and shown once', async () => {
    await page.goto(`${HOME}/account/api-keys`)
    await page.getByRole('button', { name: 'New API key' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Make API key' }).click()
    await expect(dialog.getByText('Name the key after what will use it.')).toBeVisible()
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByLabel('Start and read runs').check()
    await dialog.getByRole('button', { name: 'Make API key' }).click()
    await expect(dialog.getByText('This is the only time it is shown')).toBeVisible()
    key = (await dialog.getByText(/^pawl_[0-9a-z]{10}_[0-9a-z]{52}$/).textContent()) ?? ''
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    await page.reload()
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Never used')
    await expect(page.getByText(key)).toHaveCount(0)
  })

  await test.step('the reference finds the operation and gives a line to paste', async () => {
    await page.goto(`${HOME}/api-reference`)
    await page.getByLabel('Find an operation').fill('runs.start')
    await page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name: 'start' }).click()
    await expect(page).toHaveURL(/operation=runs\.start/)
    await expect(page.getByRole('heading', { name: 'runs.start' })).toBeVisible()
  })

  const line = await curlLine(page)

  await test.step('pasted into a shell, it starts a run', async () => {
    const started = JSON.parse(await paste(line, key)) as { id: string; number: number }
    expect(started.id).toMatch(/^run_/)
    await page.goto(`${HOME}/runs/${started.number}`)
    await expect(page.getByRole('heading', { level: 1, name: 'Order A-1042' })).toBeVisible()
  })

  await test.step('revoked, the same line is refused', async () => {
    await page.goto(`${HOME}/account/api-keys`)
    await page.getByRole('button', { name: `Revoke ${name}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click()
    // Behind an open dialog nothing has a role: only once it is closed does the next line say something.
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('button', { name: `Revoke ${name}` })).toHaveCount(0)
    expect(JSON.parse(await paste(line, key))).toMatchObject({ status: 401, code: 'unauthenticated' })
  })
})

/** What a press on the copy button would take along. */
async function curlLine(page: Page): Promise<string> {
  const block = page.getByRole('figure').filter({ hasText: 'Authorization: Bearer $PAWL_API_KEY' })
  return (await block.locator('code > span').allTextContents()).join('\n')
}

async function paste(line: string, key: string): Promise<string> {
  const { stdout } = await run('sh', ['-c', line], { env: { ...process.env, PAWL_API_KEY: key } })
  return stdout
}
