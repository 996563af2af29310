import type { Page } from '@playwright/test'
import { expect, HOME, test } from './test'

const BROKEN = `version: 1
name: NAME
steps:
  - id: greet
    set:
      text: "Hello, \${{ inputs.nmae }}!"
  - id: shout
    cod: return steps.greet.output.text
inputs:
  name: { type: string, default: world }
`
const MENDED = BROKEN.replace('inputs.nmae', 'inputs.name').replace('cod:', 'code:')

test('a bad document shows its problems where they are; mended, it is published and runs', async ({
  page,
}) => {
  const name = `greeting-${Date.now().toString(36)}`
  const problems = page.getByRole('region', { name: 'Problems' })

  await test.step('a new workflow begins as a draft from a template', async () => {
    await page.goto(`${HOME}/workflows`)
    await page.getByRole('link', { name: 'New workflow' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('radio', { name: /Blank/ }).click()
    await page.getByRole('button', { name: 'Create workflow' }).click()
    await page.waitForURL(`**${HOME}/workflows/${name}`)
    await expect(problems).toContainText('None')
    await expect(page.getByRole('main').getByText('Draft', { exact: true })).toBeVisible()
  })

  await test.step('every problem is listed with its line', async () => {
    await write(page, BROKEN.replace('NAME', name))
    const rows = problems.getByRole('listitem')
    await expect(rows).toHaveCount(2)
    await expect(rows.filter({ hasText: 'nmae' })).toContainText('6:')
    await expect(rows.filter({ hasText: 'nmae' })).toContainText('name')
    await expect(rows.filter({ hasText: 'cod' })).toContainText('8:')
  })

  await test.step('F8 and a click lead to them', async () => {
    const active = page.locator('.cm-activeLine')
    await rowsOf(page).first().click()
    await expect(active).toContainText('inputs.nmae')
    await page.keyboard.press('F8')
    await expect(active).toContainText('cod:')
  })

  await test.step('errors keep it from being published, with the reason', async () => {
    await page.getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('alert')).toContainText('2 errors are in the way')
    await expect(dialog.getByRole('button', { name: 'Publish version' })).toBeDisabled()
    await page.keyboard.press('Escape')
  })

  await test.step('the draft saves itself, and is there after a reload', async () => {
    await write(page, MENDED.replace('NAME', name))
    await expect(problems).toContainText('None')
    await expect(page.getByRole('status').filter({ hasText: /^\s*Saved/ })).toBeVisible()
    await page.reload()
    await expect(page.locator('.cm-content')).toContainText('code: return steps.greet.output.text')
  })

  await test.step('it is published by keyboard', async () => {
    await page.locator('.cm-content').click()
    await page.keyboard.press('ControlOrMeta+Shift+Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Message').fill('Greets loudly')
    await dialog.getByRole('button', { name: 'Publish version' }).click()
    await expect(page.getByText('Version 1 is published')).toBeVisible()
    await page.getByRole('tab', { name: 'Versions' }).click()
    await expect(page.getByRole('list', { name: 'Versions' })).toContainText('Greets loudly')
  })

  await test.step('it runs with the input it asks for', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('Name')).toHaveValue('world')
    await dialog.getByLabel('Name').fill('Grace')
    await dialog.getByRole('button', { name: 'Start run' }).click()
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByRole('region', { name: 'Output of the run' })).toContainText('Hello, Grace!')
  })
})

test.describe('a draft that two people change', () => {
  // The refused save is the point.
  test.use({ expectedProblems: [/status of 409/] })

  test('asks whose text to keep, and loses neither', async ({ page, context }) => {
    const name = `shared-${Date.now().toString(36)}`
    await page.goto(`${HOME}/workflows/new`)
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Create workflow' }).click()
    await page.waitForURL(`**${HOME}/workflows/${name}`)
    await expect(page.locator('.cm-content')).toBeVisible()

    const other = await context.newPage()
    await other.goto(`${HOME}/workflows/${name}`)
    await expect(other.locator('.cm-content')).toBeVisible()
    await other.route('**/api/trpc/workflows.saveDraft**', async (route) => {
      // Slow enough that both have typed before either is saved.
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      await route.continue()
    })
    await write(other, `version: 1\nname: ${name}\n# from the other tab\nsteps: []\n`)
    await write(page, `version: 1\nname: ${name}\n# from this tab\nsteps: []\n`)
    await expect(page.getByRole('status').filter({ hasText: /^\s*Saved/ })).toBeVisible()

    await other.getByRole('button', { name: 'Changed by somebody else' }).click()
    const dialog = other.getByRole('dialog')
    await expect(dialog).toContainText('# from this tab')
    await expect(dialog).toContainText('# from the other tab')
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await expect(other.getByRole('status').filter({ hasText: /^\s*Saved/ })).toBeVisible()
    await expect(page.locator('.cm-content')).toContainText('# from the other tab')
  })
})

/** Replaces the document as a person would, in one paste, for typing would indent by itself. */
async function write(page: Page, text: string): Promise<void> {
  const content = page.locator('.cm-content')
  await content.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

function rowsOf(page: Page) {
  return page.getByRole('region', { name: 'Problems' }).getByRole('listitem').getByRole('button')
}
