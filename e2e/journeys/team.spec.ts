import type { Page } from '@playwright/test'
import { isDeep } from '../../test/depth'
import {
  expectAccessible,
  invite,
  join,
  newAddress,
  newBrowser,
  organizationAt,
  PASSWORD,
  problemsIn,
} from './people'
import { call, expect, HOME, NOBODY, OWNER, read, test } from './test'

const ORG = HOME.split('/')[1] ?? ''

test('an invited colleague joins in a browser of their own, and a new role shows there at once', async ({
  page,
  browser,
}) => {
  const email = newAddress('grace')
  const link = await inviteInDialog(page, email)

  const context = await newBrowser(browser)
  // What a viewer may not open is answered with 403, which the browser logs.
  const problems = problemsIn(context, [/status of 403/])
  const colleague = await context.newPage()
  await colleague.goto(link)
  await expect(colleague.getByRole('heading', { name: `Join ${OWNER.organization}` })).toBeVisible()
  await expect(colleague.locator('meta[name="referrer"]')).toHaveAttribute('content', 'no-referrer')
  await colleague.getByLabel('Your name').fill('Grace Hopper')
  await colleague.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await colleague.getByRole('button', { name: 'Create account and join' }).click()
  await colleague.waitForURL(`**${HOME}`)

  const members = colleague.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Members' })
  const audit = colleague.locator(`a[href="${HOME}/audit"]`)
  await expect(members).toBeVisible()
  await expect(audit).toHaveCount(0)

  await colleague.goto(`${HOME}/audit`)
  await expect(colleague.getByText('You do not have access to this')).toBeVisible()
  await expect(colleague.getByText(OWNER.name).first()).toBeVisible()
  await expect(colleague.getByText('audit.read').first()).toBeVisible()

  await colleague.goto(HOME)
  await expect(colleague.getByRole('link', { name: 'Runs' }).first()).toBeVisible()
  await page.goto(`${HOME}/members?q=${encodeURIComponent(email)}`)
  await chooseRole(page, 'Grace Hopper', 'Admin')
  await expect(page.getByText('Grace Hopper is now an admin')).toBeVisible()
  await expect(audit.first()).toBeVisible()

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Grace Hopper is now a viewer')).toBeVisible()
  await expect(audit).toHaveCount(0)

  await page.getByRole('button', { name: 'More for Grace Hopper' }).click()
  await page.getByRole('menuitem', { name: /Remove from organization/ }).click()
  await page.getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByText('Removed Grace Hopper')).toBeVisible()
  await expect(
    colleague.getByRole('heading', { name: `You are no longer a member of ${OWNER.organization}` }),
  ).toBeVisible()
  expect(problems()).toEqual([])
  await context.close()
})

test.describe('inviting many', () => {
  // Somebody who is a member already is refused with a 409, which the browser logs.
  test.use({ expectedProblems: [/status of 409/] })

  test('several are invited at once; a refused one keeps no other from joining', async ({ page }) => {
    const first = newAddress('alan')
    const second = newAddress('barbara')
    await page.goto(`${HOME}/members?invite=1`)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('E-mail addresses').fill(`${first}, not-an-address`)
    await dialog.getByRole('button', { name: /^Invite/ }).click()
    await expect(dialog.getByText('Not an e-mail address: not-an-address')).toBeVisible()

    await dialog.getByLabel('E-mail addresses').fill(`Alan <${first}>\n${second}; ${OWNER.email}`)
    await dialog.getByRole('button', { name: 'Invite 3 people' }).click()
    await expect(dialog.getByRole('heading', { name: '2 invitations are made, 1 refused' })).toBeVisible()
    await expect(dialog.getByLabel(`Link for ${first}`, { exact: true })).toHaveValue(/\/invitation\?token=/)
    await expect(dialog.getByLabel(`Link for ${second}`, { exact: true })).toHaveValue(/\/invitation\?token=/)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page).not.toHaveURL(/invite/)

    await page.getByRole('tab', { name: /Invitations/ }).click()
    await expect(page).toHaveURL(/tab=invitations/)
    const row = page.getByRole('row').filter({ hasText: first })
    await expect(row.getByText('Open')).toBeVisible()

    await page.getByRole('button', { name: `New link for ${first}` }).click()
    const renewed = page.getByRole('dialog', { name: `New link for ${first}` })
    await expect(renewed.getByRole('textbox')).toHaveValue(/\/invitation\?token=/)
    await renewed.getByRole('button', { name: 'Done' }).click()

    await page.getByRole('button', { name: `Revoke the invitation of ${first}` }).click()
    await page.getByRole('button', { name: 'Revoke invitation' }).click()
    await expect(row.getByText('Revoked')).toBeVisible()
  })
})

test('a link works once, and says what to do when it no longer does', async ({ page, browser }) => {
  const { id: orgId } = await organizationAt(page.request, ORG)
  const used = newAddress('edsger')
  const usedLink = await invite(page.request, orgId, used, { role: 'viewer' })
  const { context, page: theirs } = await join(browser, usedLink, used, 'Edsger Dijkstra')
  await theirs.goto(usedLink)
  await expect(theirs.getByRole('heading', { name: 'This invitation was used' })).toBeVisible()

  const again = newAddress('replaced')
  const oldLink = await invite(page.request, orgId, again, { role: 'viewer' })
  await invite(page.request, orgId, again, { role: 'viewer' })
  await theirs.goto(oldLink)
  await expect(theirs.getByRole('heading', { name: 'This invitation was withdrawn' })).toBeVisible()

  await theirs.goto('/invitation?token=nonsense')
  await expect(theirs.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  await context.close()
})

test('somebody with an account joins with it, and may choose another one first', async ({
  page,
  browser,
}) => {
  const { id: orgId } = await organizationAt(page.request, ORG)
  const email = newAddress('donald')
  const joined = await join(
    browser,
    await invite(page.request, orgId, email, { role: 'viewer' }),
    email,
    'Donald Knuth',
  )
  const made = await call<{ orgId: string; orgSlug: string }>(page.request, 'organizations.create', {
    name: `Second ${Date.now()}`,
  })
  const link = await invite(page.request, made.orgId, email, { role: 'viewer' })

  await joined.page.goto(link)
  await joined.page.getByRole('button', { name: 'Use another account' }).click()
  await expect(joined.page.getByRole('button', { name: 'Sign in and join' })).toBeVisible()
  await joined.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await joined.page.getByRole('button', { name: 'Sign in and join' }).click()
  await joined.page.waitForURL(`**/${made.orgSlug}/main`)
  await joined.context.close()
})

test('another organization, and a project that a guest was not given, do not exist for them', async ({
  page,
  browser,
}) => {
  const made = await call<{ orgId: string; orgSlug: string; projectSlug: string }>(
    page.request,
    'organizations.create',
    { name: `Isolated ${Date.now()}` },
  )
  const { projectSlug: hiddenSlug, projectId: hiddenId } = await call<{
    projectSlug: string
    projectId: string
  }>(page.request, 'projects.create', { orgId: made.orgId, name: 'Hidden' })
  const org = await organizationAt(page.request, made.orgSlug)
  const open = org.projects.find((project) => project.slug === made.projectSlug)
  if (!open) throw new Error('The new organization has no project.')
  const email = newAddress('guest')
  const link = await invite(page.request, made.orgId, email, {
    role: 'guest',
    projectRoles: [{ projectId: open.id, role: 'viewer' }],
  })
  const guest = await join(browser, link, email, 'Guest')
  await guest.page.goto('/')
  await guest.page.waitForURL(`**/${made.orgSlug}/${open.slug}`)

  for (const address of [HOME, `${HOME}/members`, `/${made.orgSlug}/${hiddenSlug}`]) {
    const response = await guest.page.goto(address)
    expect(response?.status(), address).toBe(404)
  }
  const home = await organizationAt(page.request, ORG)
  await expect(read(guest.context.request, 'members.list', { orgId: home.id })).rejects.toThrow(
    /no such organization/,
  )
  await expect(read(guest.context.request, 'runs.list', { projectId: hiddenId })).rejects.toThrow(
    /no such project/,
  )
  await guest.context.close()
})

test.describe('an organization of its own', () => {
  test('is handed over, left, deleted and restored', async ({ page, browser }) => {
    const name = `Handed ${Date.now()}`
    await page.goto('/organizations/new')
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Create organization' }).click()
    await page.waitForURL(/\/handed-\d+\/main$/)
    const base = new URL(page.url()).pathname
    const org = await organizationAt(page.request, base.split('/')[1] ?? '')
    const email = newAddress('heir')
    const link = await invite(page.request, org.id, email, { role: 'builder' })
    const heir = await join(browser, link, email, 'The Heir')

    await page.goto(`${base}/settings/organization`)
    await expect(page.getByRole('button', { name: 'Leave…' })).toBeDisabled()
    await page.getByRole('button', { name: 'Transfer ownership…' }).click()
    const dialog = page.getByRole('dialog', { name: `Transfer ${name}` })
    await dialog.getByRole('combobox', { name: 'New owner' }).click()
    await page.getByRole('option', { name: /The Heir/ }).click()
    await expect(dialog.getByRole('button', { name: 'Transfer ownership' })).toBeDisabled()
    await dialog.getByLabel(/to go on/).fill(name)
    await dialog.getByRole('button', { name: 'Transfer ownership' }).click()
    await expect(page.getByText(`The Heir owns ${name} now`)).toBeVisible()

    await page.getByRole('button', { name: 'Leave…' }).click()
    await page.getByRole('button', { name: 'Leave organization' }).click()
    await page.waitForURL((url) => !url.pathname.startsWith(`/${org.slug}`))
    expect((await page.request.get(base)).status()).toBe(404)

    await heir.page.goto(`${base}/settings/organization`)
    await heir.page.getByRole('button', { name: 'Delete organization…' }).click()
    const deletion = heir.page.getByRole('dialog', { name: `Delete ${name}?` })
    await deletion.getByLabel(/to go on/).fill(name)
    await deletion.getByRole('button', { name: 'Delete organization' }).click()
    await expect(heir.page.getByRole('heading', { name: `${name} is being deleted` })).toBeVisible()
    await expectAccessible(heir.page, 'a deleted organization')

    await heir.page.getByRole('button', { name: `Restore ${name}` }).click()
    await expect(heir.page.getByRole('button', { name: 'Delete organization…' })).toBeVisible()
    await heir.context.close()
  })

  test('has projects that are made, renamed, deleted and restored', async ({ page }) => {
    const made = await call<{ orgSlug: string }>(page.request, 'organizations.create', {
      name: `Projects ${Date.now()}`,
    })
    await page.goto(`/${made.orgSlug}/projects/new`)
    await page.getByLabel('Name').fill('Side work')
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.waitForURL('**/side-work')
    const base = new URL(page.url()).pathname
    await page.goto(`${base}/settings/general`)
    await page.getByLabel('Name').fill('Night work')
    await page.getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByText('Renamed to Night work')).toBeVisible()
    await expect(page.getByRole('button', { name: /Night work.*switch project/ })).toBeVisible()

    await page.getByRole('button', { name: 'Delete project…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete Night work?' })
    await dialog.getByLabel(/to go on/).fill('Night work')
    await dialog.getByRole('button', { name: 'Delete project' }).click()
    await expect(page.getByRole('heading', { name: 'Night work is being deleted' })).toBeVisible()
    await page.getByRole('button', { name: 'Restore Night work' }).click()
    await expect(page.getByRole('button', { name: 'Delete project…' })).toBeVisible()
  })
})

for (const colorScheme of isDeep ? (['light', 'dark'] as const) : (['light'] as const)) {
  test.describe(`people pages in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('where something is made are free of violations', async ({ page }) => {
      await page.goto('/organizations/new')
      await expectAccessible(page, 'new organization')
      await page.goto(`/${ORG}/projects/new`)
      await expectAccessible(page, 'new project')
    })

    test('are so for who follows an invitation', async ({ page, browser }) => {
      const { id: orgId } = await organizationAt(page.request, ORG)
      const link = await invite(page.request, orgId, newAddress('axe'), { role: 'viewer' })
      await page.goto(link)
      await expect(page.getByRole('button', { name: `Join as ${OWNER.name}` })).toBeVisible()
      await expectAccessible(page, 'joining while signed in')
      const context = await browser.newContext({ storageState: NOBODY, colorScheme })
      const door = await context.newPage()
      await door.goto(link)
      await expect(door.getByRole('button', { name: 'Create account and join' })).toBeVisible()
      await expectAccessible(door, 'joining with a new account')
      await door.goto('/invitation?token=nonsense')
      await expect(door.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
      await expectAccessible(door, 'a broken link')
      await context.close()
    })
  })
}

async function inviteInDialog(page: Page, email: string): Promise<string> {
  await page.goto(`${HOME}/members`)
  // The list is fetched in the browser: once it shows, buttons answer.
  await expect(page.getByRole('main').getByText(OWNER.email).first()).toBeVisible()
  await page.getByRole('button', { name: 'Invite people' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail addresses').fill(email)
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  const link = dialog.getByLabel(`Link for ${email}`, { exact: true })
  await expect(link).toHaveValue(/\/invitation\?token=/)
  const value = await link.inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  return value
}

async function chooseRole(page: Page, name: string, role: string): Promise<void> {
  await page.getByRole('combobox', { name: `Role of ${name}` }).click()
  await page.getByRole('option', { name: new RegExp(`^${role}`) }).click()
}
