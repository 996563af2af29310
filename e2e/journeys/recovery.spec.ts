import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { expectAccessible } from './people'
import { call, expect, HOME, projectOf, startRun, test } from './test'

// `run.generation` is 1 on the first go and one more after each resume or rollback.
const ORDER = `version: 1
name: NAME
title: Order
runTitle: "Order \${{ inputs.order }}"
inputs:
  order: { type: string, title: Order, default: "A-1" }
  paysAt: { type: integer, title: Pays at, default: 2 }
steps:
  - id: reserve
    name: Reserve the stock
    code: |
      return { reserved: inputs.order }
    undo:
      code: |
        if (run.generation === 3) throw new Error('The warehouse is closed.')
        return { freed: inputs.order }
  - id: note
    name: Write a note
    set: { text: "Order \${{ inputs.order }}" }
  - id: charge
    name: Charge the card
    code: |
      if (run.generation < inputs.paysAt) throw new Error('The bank said no.')
      return { paid: inputs.order }
    undo:
      set: { refunded: "\${{ inputs.order }}" }
output: { paid: "\${{ steps.charge.output.paid }}" }
`

const SLOW = `version: 1
name: NAME
title: Slow
steps:
  - id: first
    name: Wait for the order
    wait: { event: { name: NAME } }
  - id: second
    name: Go on
    set: { done: true }
  - id: third
    name: Wait long
    wait: { for: 10m }
finally:
  - id: tidy
    name: Tidy up
    wait: { for: 10m }
`

test('a failed run is resumed, replayed from a step, tried in part, and rolled back', async ({
  page,
  request,
}) => {
  const name = await published(request, 'order', ORDER)
  const number = await startRun(request, name, { order: 'A-7' })
  const status = statusOf(page)

  await test.step('it fails where the bank refuses, and says what to do', async () => {
    await page.goto(`${HOME}/runs/${number}`)
    await expect(status.filter({ hasText: 'Failed' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('Charge the card failed')).toBeVisible()
  })

  await test.step('resumed, it succeeds, and what had finished did not run again', async () => {
    await page.getByRole('button', { name: 'Resume from failed step' }).click()
    await expect(status.filter({ hasText: 'Succeeded' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('Resumed once')).toBeVisible()
    await expect(stepRow(page, 'Reserve the stock, succeeded')).toBeVisible()
    await expect(stepRow(page, 'Charge the card, succeeded, 2 attempts')).toBeVisible()
  })

  await test.step('a replay from the charge keeps the steps before it and takes other inputs', async () => {
    await page.getByRole('button', { name: 'Replay' }).click()
    const dialog = page.getByRole('dialog', { name: `Replay run #${number}` })
    await dialog.getByRole('combobox', { name: 'Begin at' }).click()
    await page.getByRole('option', { name: /Charge the card/ }).click()
    await expectAccessible(page, 'replay dialog')
    await dialog.getByLabel('Order').fill('B-9')
    await dialog.getByLabel('Pays at').fill('1')
    await dialog.getByRole('button', { name: 'Start replay' }).click()
    await page.waitForURL((url) => /\/runs\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${number}`))
    await expect(status.filter({ hasText: 'Succeeded' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(`Replays run #${number}`)).toBeVisible()
    await expect(stepRow(page, 'Reserve the stock, succeeded, kept')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Output of the run' })).toContainText('B-9')
  })

  await test.step('one step alone runs with what it saw', async () => {
    await page.goto(`${HOME}/runs/${number}?step=note`)
    await page.getByRole('button', { name: 'Try this step alone' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Try step' }).click()
    await expect(page.getByText(`Tries a step of run #${number}`)).toBeVisible()
    await expect(status.filter({ hasText: 'Succeeded' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('treeitem')).toHaveCount(1)
  })

  await test.step('the rollback lists what it undoes, the last step first', async () => {
    await page.goto(`${HOME}/runs/${number}`)
    await page.getByRole('button', { name: 'More for this run' }).click()
    await page.getByRole('menuitem', { name: /Roll back/ }).click()
    const list = page.getByRole('dialog').getByRole('list', { name: 'What will be undone' })
    await expect(list.getByRole('listitem')).toHaveText([/Charge the card/, /Reserve the stock/])
    await expectAccessible(page, 'rollback dialog')
    await confirm(page, `#${number}`, 'Roll back')
  })

  await test.step('stopped half-way, it shows what is left and is tried again', async () => {
    await expect(page.getByText('The rollback stopped half-way')).toBeVisible({ timeout: 30_000 })
    await expect(stepRow(page, 'Charge the card, rolled back, 2 attempts')).toBeVisible()
    await page.getByRole('button', { name: 'Retry rollback' }).click()
    const list = page.getByRole('dialog').getByRole('list', { name: 'What will be undone' })
    await expect(list.getByRole('listitem')).toHaveText([/Reserve the stock.*Failed before/s])
    await confirm(page, `#${number}`, 'Retry rollback')
    await expect(status.filter({ hasText: 'Rolled back' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('2 steps were undone')).toBeVisible()
    await expectAccessible(page, 'a run that was rolled back')
    await expect(page.getByRole('treeitem', { name: /^Undo Reserve the stock, succeeded/ })).toBeVisible()
  })

  await test.step('the list of runs finds it by its status', async () => {
    await page.goto(`${HOME}/runs?workflow=${name}&status=rolled_back`)
    await expect(page.getByRole('row').filter({ hasText: 'Order A-7' })).toContainText('Rolled back')
  })
})

test('a run is paused and continued, then cancelled, and stopped while it cleans up', async ({
  page,
  request,
}) => {
  const name = await published(request, 'slow', SLOW)
  const number = await startRun(request, name, {})
  const status = statusOf(page)

  await test.step('paused by a key, it starts nothing new', async () => {
    await page.goto(`${HOME}/runs/${number}`)
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
    await page.keyboard.press('p')
    await expect(status.filter({ hasText: 'Paused' })).toBeVisible()
    await expect(page.getByText('Paused by you')).toBeVisible()
    await call(request, 'events.emit', { projectId: await projectOf(request), name, data: {} })
    await expect(stepRow(page, 'Wait for the order, succeeded')).toBeVisible()
    await expect(stepRow(page, 'Go on, not started')).toBeVisible()
    await expectAccessible(page, 'a paused run')
  })

  await test.step('continued, it goes on where it stood', async () => {
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(stepRow(page, 'Go on, succeeded')).toBeVisible({ timeout: 30_000 })
    await expect(stepRow(page, 'Wait long, waiting')).toBeVisible()
  })

  await test.step('cancelled with a reason, it still runs the steps of finally', async () => {
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Cancel this run?' })
    await dialog.getByLabel(/Reason/).fill('Wrong customer')
    await dialog.getByRole('button', { name: 'Cancel run' }).click()
    await expect(stepRow(page, 'Tidy up, waiting')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('Finishing', { exact: true })).toBeVisible()
    await expect(page.getByText('Wrong customer')).toBeVisible()
  })

  await test.step('stopped, it leaves them', async () => {
    await page.getByRole('button', { name: 'Stop now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop now' }).click()
    await expect(status.filter({ hasText: 'Cancelled' })).toBeVisible({ timeout: 30_000 })
    await expect(stepRow(page, 'Tidy up, cancelled')).toBeVisible()
  })

  await test.step('the sheet lists the keys of this page', async () => {
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(sheet.getByText('Resume the run')).toBeVisible()
    await expect(sheet.getByText('Replay as a new run')).toBeVisible()
  })
})

/** Publishes a workflow of its own for this test and gives its name. */
async function published(request: APIRequestContext, word: string, text: string): Promise<string> {
  const name = `recovery-${word}-${Date.now().toString(36)}`
  const projectId = await projectOf(request)
  const source = text.replaceAll('NAME', name)
  const { id } = await call<{ id: string }>(request, 'workflows.create', { projectId, name, source })
  await call(request, 'workflows.publish', { projectId, workflowId: id, source })
  return name
}

function statusOf(page: Page): Locator {
  return page.getByRole('main').getByRole('status')
}

function stepRow(page: Page, name: string | RegExp): Locator {
  return page.getByRole('treeitem', { name, exact: typeof name === 'string' })
}

async function confirm(page: Page, typed: string, button: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(typed)
  await dialog.getByRole('button', { name: button }).click()
}
