import type { APIRequestContext, Page } from '@playwright/test'
import { call, expect, HOME, projectOf, read, startRun, test } from './test'

interface Pending {
  id: string
  run: { number: number }
}

/** Starts a run of Release notes and waits until it asks. */
async function ask(request: APIRequestContext, version: string): Promise<Pending> {
  const number = await startRun(request, 'release-notes', { version })
  const projectId = await projectOf(request)
  let found: Pending | undefined
  await expect
    .poll(async () => {
      const pending = await read<Pending[]>(request, 'approvals.list', { projectId })
      found = pending.find((approval) => approval.run.number === number)
      return found !== undefined
    })
    .toBe(true)
  if (!found) throw new Error(`Run ${number} asked for nothing.`)
  return found
}

async function decide(request: APIRequestContext, approvalId: string, verdict: 'approve' | 'reject') {
  const projectId = await projectOf(request)
  await call(request, 'approvals.decide', { projectId, approvalId, verdict, comment: 'Decided elsewhere.' })
}

async function openRequest(page: Page, { id }: Pending) {
  await page.goto(`${HOME}/approvals?approval=${id}`)
  const notes = page.getByLabel('Release notes')
  await expect(notes).toHaveValue(/Release notes/)
  return notes
}

test.describe('two answers to one request', () => {
  // The second answer is refused with a 409, which the browser logs.
  test.use({ expectedProblems: [/status of 409/] })

  test('a second decision is refused kindly, and what was typed is kept', async ({ page }) => {
    const approval = await ask(page.request, '7.0.0')
    // A tab that has not heard of the first decision: its live updates never arrive.
    await page.route('**/api/trpc/changes.watch*', () => {})
    const notes = await openRequest(page, approval)
    await notes.fill(`${await notes.inputValue()}\nA line that must not be lost.`)
    await page.getByLabel('Comment').fill('My comment.')

    await decide(page.request, approval.id, 'approve')
    await page.getByRole('button', { name: 'Approve with changes' }).click()

    const request = page.getByRole('region', { name: 'Request' })
    await expect(request.getByText('You decided this already')).toBeVisible()
    await expect(request.getByText('Decided elsewhere.')).toBeVisible()
    await expect(request.getByText('My comment.')).toBeVisible()
    await expect(request.getByText('A line that must not be lost.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Approve/ })).toHaveCount(0)
  })
})

test('a decision made elsewhere appears live', async ({ page }) => {
  const approval = await ask(page.request, '7.1.0')
  await openRequest(page, approval)
  await decide(page.request, approval.id, 'reject')
  const request = page.getByRole('region', { name: 'Request' })
  await expect(request.getByRole('status').filter({ hasText: 'Rejected' })).toBeVisible()
  await expect(request.getByText('Decided elsewhere.')).toBeVisible()
})

test('the keyboard alone walks, edits, rejects with a reason and goes on', async ({ page }) => {
  const first = await ask(page.request, '7.2.0')
  const second = await ask(page.request, '7.2.1')
  await page.goto(`${HOME}/approvals?approval=${second.id}`)
  await expect(page.locator(`a[href*="${second.id}"]`)).toBeVisible()
  await page.keyboard.press('k')
  await expect(page).toHaveURL(new RegExp(`approval=${first.id}`))
  await page.keyboard.press('j')
  await expect(page).toHaveURL(new RegExp(`approval=${second.id}`))
  // The address is ahead of what shows: until then the form is that of the other request.
  await expect(page.getByRole('heading', { name: /7\.2\.1/ })).toBeVisible()
  await expect(page.getByLabel('Release notes')).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByLabel('Release notes')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('Release notes')).not.toBeFocused()
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: 'Reject this request?' })
  await dialog.getByRole('button', { name: 'Reject request' }).click()
  await expect(dialog.getByText('Say in a few words why.')).toBeVisible()
  await page.keyboard.type('Wrong version.')
  await dialog.getByRole('button', { name: 'Reject request' }).click()
  await expect(page).not.toHaveURL(new RegExp(second.id))

  await openRequest(page, first)
  await page.keyboard.press('a')
  await expect(page.getByText('Approved', { exact: true })).toBeVisible()
  await expect(page).not.toHaveURL(new RegExp(first.id))

  await page.goto(`${HOME}/approvals?state=decided&approval=${second.id}`)
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Wrong version.')
})

test('on a phone a request fills the screen and is decided there', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const approval = await ask(page.request, '7.3.0')
  await openRequest(page, approval)
  await expect(page.getByRole('heading', { level: 1, name: /7\.3\.0/ })).toBeVisible()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByText('Approved', { exact: true })).toBeVisible()
  await expect(page).not.toHaveURL(new RegExp(approval.id))
})
