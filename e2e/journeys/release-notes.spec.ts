import { type AppUnderTest, startApp } from '../fixtures/app-under-test'
import { expect, HOME, NOBODY, OWNER, test } from './test'

const COMMITS = `feat(ledger): settle a reservation after each call
fix(inbox): keep the comment when a decision is refused
docs: explain quorum`

test.describe('from an empty data directory', () => {
  // As most people see it, with all that moves.
  test.use({ storageState: NOBODY, contextOptions: { reducedMotion: 'no-preference' } })
  test.setTimeout(400_000)

  let app: AppUnderTest | undefined

  test.beforeAll(async () => {
    app = await startApp()
  })

  test.afterAll(async () => {
    await app?.remove()
  })

  test('an owner onboards, runs Release notes, edits and approves, and finds cost and audit', async ({
    page,
  }) => {
    if (!app?.ownerLink) throw new Error('A new app prints an owner link.')
    const { url, ownerLink } = app

    await test.step('nobody owns it yet, and the door says so', async () => {
      await page.goto(url)
      await expect(page.getByRole('heading', { name: 'Almost there' })).toBeVisible()
      await expect(page.getByText('npm start -- --owner-link')).toBeVisible()
    })

    await test.step('the owner link opens onboarding', async () => {
      await page.goto(ownerLink)
      await page.getByLabel('Your name').fill(OWNER.name)
      await page.getByLabel('E-mail').fill(OWNER.email)
      await page.getByLabel('Password', { exact: true }).fill('too short')
      await page.getByLabel('Organization').fill(OWNER.organization)
      await page.getByRole('button', { name: 'Create organization' }).click()
      await expect(page.getByText('Use at least 12 characters.')).toBeVisible()
      await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
      await page.getByRole('button', { name: 'Create organization' }).click()
      await page.waitForURL(`**${HOME}`)
    })

    await test.step('the empty project teaches, and a starter runs with real text', async () => {
      await expect(page.getByRole('heading', { name: 'Run your first workflow' })).toBeVisible()
      await page.getByRole('button', { name: 'Run Release notes' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Version').fill('3.0.0')
      await dialog.getByLabel('Commits').fill(COMMITS)
      await dialog.getByRole('button', { name: 'Start run' }).click()
      await page.waitForURL(`**${HOME}/runs/1`)
    })

    await test.step('its progress arrives live', async () => {
      await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Waiting' })).toBeVisible()
      await expect(page.getByRole('link', { name: /Approvals.*1 waiting for you/ }).first()).toBeVisible()
    })

    await test.step('the approver edits the draft, sees the difference and approves', async () => {
      await page
        .getByRole('link', { name: /^Approvals/ })
        .first()
        .click()
      await page.getByRole('link', { name: /3\.0\.0/ }).click()
      const notes = page.getByLabel('Release notes')
      await expect(notes).toHaveValue(/settle a reservation/i)
      await notes.fill(`${await notes.inputValue()}\n\nRead by a person.`)
      await expect(page.getByRole('region', { name: 'Changes to Release notes' })).toContainText(
        'Read by a person.',
      )
      await page.getByLabel('Comment').fill('One line added.')
      await page.getByRole('button', { name: 'Approve with changes' }).click()
      await expect(page.getByText('Nothing waits for a decision')).toBeVisible()
    })

    await test.step('the run succeeds with the edited text', async () => {
      await page.goto(`${url}${HOME}/runs/1`)
      await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
      await expect(
        page
          .getByRole('main')
          .getByText(/Read by a person\./)
          .first(),
      ).toBeVisible()
    })

    await test.step('the decision is kept with its difference', async () => {
      await page.goto(`${url}${HOME}/approvals?state=decided`)
      await page.getByRole('link', { name: /3\.0\.0/ }).click()
      const decision = page.getByRole('region', { name: 'Decision' })
      await expect(decision).toContainText(OWNER.name)
      await expect(decision).toContainText('approved with changes')
      await expect(decision).toContainText('One line added.')
      await expect(decision).toContainText('Read by a person.')
    })

    await test.step('its cost and its audit rows are there', async () => {
      await page.goto(`${url}${HOME}`)
      await expect(page.getByText(/\$0 for 1 model call and \d+ tokens/)).toBeVisible()
      await page.goto(`${url}${HOME}/audit`)
      const entries = page.getByRole('table', { name: 'Audit entries' })
      for (const action of ['approvals.decide', 'runs.start', 'sessions.signIn', 'onboarding.complete'])
        await expect(entries.getByRole('link', { name: action, exact: true })).toBeVisible()
      await entries.getByRole('link', { name: 'approvals.decide', exact: true }).click()
      const sheet = page.getByRole('dialog')
      await expect(sheet.getByRole('tree', { name: 'Details' })).toContainText('One line added.')
    })

    await test.step('the owner link works once', async () => {
      await page.goto(ownerLink)
      await expect(page.getByRole('heading', { name: 'This Pawl has an owner' })).toBeVisible()
    })
  })
})
