import type { APIRequestContext, Browser, Page } from '@playwright/test'
import {
  invite,
  join,
  newAddress,
  newBrowser,
  organizationAt,
  PASSWORD,
  type Person,
  signInQuietly,
} from './people'
import { expect, HOME, signIn, test } from './test'

const ORG = HOME.split('/')[1] ?? ''

/** A member for one test alone: these tests end sessions and change passwords. */
async function newMember(request: APIRequestContext, browser: Browser): Promise<Person> {
  const { id } = await organizationAt(request, ORG)
  const email = newAddress('account')
  return join(browser, await invite(request, id, email, { role: 'viewer' }), email, 'Account Owner')
}

test('a new password signs out every other browser and leaves this one', async ({ request, browser }) => {
  const member = await newMember(request, browser)
  const other = await newBrowser(browser)
  await signInQuietly(other.request, member.email, PASSWORD)
  const elsewhere = await other.newPage()
  await elsewhere.goto(HOME)

  await member.page.goto(HOME)
  await member.page.getByRole('button', { name: `Account of ${member.name}` }).click()
  await member.page.getByRole('menuitem', { name: 'Security' }).click()
  await member.page.waitForURL(`**${HOME}/account/security`)
  await member.page.getByLabel('Current password', { exact: true }).fill('not the password')
  await member.page.getByLabel('New password', { exact: true }).fill(`${PASSWORD} anew`)
  await member.page.getByRole('button', { name: 'Change password' }).click()
  await expect(member.page.getByLabel('Current password', { exact: true })).toBeFocused()
  await expect(member.page.getByLabel('Current password', { exact: true })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
  await expect(member.page.getByLabel('New password', { exact: true })).toHaveValue(`${PASSWORD} anew`)

  await member.page.getByLabel('Current password', { exact: true }).fill(PASSWORD)
  await member.page.getByRole('button', { name: 'Change password' }).click()
  await expect(member.page.getByText('Your password is changed')).toBeVisible()
  await expect(member.page.getByText('One other session was signed out.')).toBeVisible()

  await elsewhere.goto(HOME)
  await elsewhere.waitForURL('**/sign-in?callbackUrl=*')
  await signIn(elsewhere, member.email, `${PASSWORD} anew`)
  await elsewhere.waitForURL(`**${HOME}`)
  await member.page.goto(HOME)
  await expect(member.page).toHaveURL(new RegExp(`${HOME}$`))
  await other.close()
  await member.context.close()
})

test('a session is signed out from the list of sessions', async ({ request, browser }) => {
  const member = await newMember(request, browser)
  const other = await newBrowser(browser, {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  })
  await signInQuietly(other.request, member.email, PASSWORD)
  const elsewhere = await other.newPage()
  await elsewhere.goto(HOME)

  await member.page.goto(`${HOME}/account/security`)
  await expect(member.page.getByText('This session')).toHaveCount(1)
  await member.page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click()
  await expect(member.page.getByText('Signed out Firefox on Linux')).toBeVisible()
  await expect(member.page.getByRole('button', { name: 'Sign out Firefox on Linux' })).toHaveCount(0)
  await elsewhere.goto(HOME)
  await elsewhere.waitForURL('**/sign-in?callbackUrl=*')
  await other.close()
  await member.context.close()
})

test('dates are written in the zone and language that a person chose', async ({ request, browser }) => {
  const member = await newMember(request, browser)
  await member.page.goto(`${HOME}/account/profile`)
  await choose(member.page, 'Time zone', 'Tokyo')
  await choose(member.page, 'Language of dates', 'German (Germany)')
  await member.page.getByLabel('Name').fill('Account Besitzer')
  await member.page.getByRole('button', { name: 'Save' }).click()
  await expect(member.page.getByText('Saved your profile')).toBeVisible()
  await expect(member.page.getByRole('button', { name: 'Account of Account Besitzer' })).toBeVisible()

  await member.page.goto(`${HOME}/members?q=${encodeURIComponent(member.email)}`)
  const joined = member.page.getByRole('row').filter({ hasText: member.email }).locator('time').first()
  await joined.hover()
  const at = new Date((await joined.getAttribute('datetime')) ?? '')
  const expected = at.toLocaleString('de-DE', {
    timeZone: 'Asia/Tokyo',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })
  await expect(member.page.getByRole('tooltip')).toContainText(expected)
  await member.context.close()
})

async function choose(page: Page, field: string, text: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('combobox', { name: /City or region|Language or country/ }).fill(text)
  await page
    .getByRole('option', { name: new RegExp(text.replace(/[()]/g, '.')) })
    .first()
    .click()
}
