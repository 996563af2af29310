import type { Page } from '@playwright/test'
import { isDeep } from '../../test/depth'
import { expectAccessible, invite, join, newAddress } from './people'
import { call, expect, read, test } from './test'

test.use({ viewport: { width: 1440, height: 900 } })

test('dialogs about somebody or something have no violation', async ({ page, browser }) => {
  test.setTimeout(180_000)
  // In an organization of its own: other journeys count what is in theirs.
  const { orgId, orgSlug, projectSlug } = await call<{ orgId: string; orgSlug: string; projectSlug: string }>(
    page.request,
    'organizations.create',
    { name: 'Arranged dialogs' },
  )
  const home = `/${orgSlug}/${projectSlug}`
  const { projects } = await read<{ projects: { id: string }[] }>(page.request, 'projects.list', { orgId })
  const projectId = projects[0]?.id ?? ''
  await call(page.request, 'projects.create', { orgId, name: 'Second project' })
  await call(page.request, 'apiKeys.create', { orgId, name: 'Nightly', permissions: ['runs.read'] })
  await call(page.request, 'providers.save', { projectId, name: 'claude', kind: 'anthropic', key: 'sk-none' })
  const email = newAddress('katherine')
  const guest = await join(
    browser,
    await invite(page.request, orgId, email, { role: 'viewer' }),
    email,
    'Katherine Johnson',
  )
  await guest.context.close()
  const { number } = await call<{ number: number }>(page.request, 'runs.start', {
    projectId,
    workflow: 'release-notes',
    inputs: { version: '9.2.0' },
  })

  const draft = await read<{ id: string; draftSource: string; draftRevision: number }>(
    page.request,
    'workflows.get',
    { projectId, workflow: 'order-saga' },
  )
  await call(page.request, 'workflows.saveDraft', {
    projectId,
    workflowId: draft.id,
    source: `${draft.draftSource}\n# A change.\n`,
    revision: draft.draftRevision,
  })

  const main = page.getByRole('main')
  const press = (name: string) => main.getByRole('button', { name, exact: true }).first().click()
  const choose = (name: string | RegExp) => page.getByRole('menuitem', { name }).click()

  await open(page, home, '/account/api-keys', () => press('Revoke Nightly'))
  await open(page, home, '/workflows/order-saga', async () => {
    await expect(main.locator('.cm-content')).toBeVisible()
    await press('Publish')
  })
  await open(page, home, '/members', async () => {
    await press('More for Katherine Johnson')
    await choose(/Remove from organization/)
  })
  if (!isDeep) return // the deep suite looks at the others too

  await open(page, home, '/settings/providers', () => press('Test claude'))
  await open(page, home, '/settings/providers', async () => {
    await press('More for claude')
    await choose('Rotate key')
  })
  await open(page, home, '/settings/general', () => press('Delete project…'))
  await open(page, home, '/members', () => press('Give Katherine Johnson a role in a project'))
  await open(page, home, `/runs/${number}`, async () => {
    await press('Cancel')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Cancel/ })
      .first()
      .click()
    await press('More for this run')
    await choose('Erase payloads')
  })
})

async function open(page: Page, home: string, path: string, act: () => Promise<void>): Promise<void> {
  await page.goto(`${home}${path}`)
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await act()
  await expect(page.getByRole('dialog').or(page.getByRole('alertdialog')).first()).toBeVisible()
  await expectAccessible(page, `${path}, light`)
  if (!isDeep) return
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(page, `${path}, dark`)
  await page.emulateMedia({ colorScheme: 'light' })
}
