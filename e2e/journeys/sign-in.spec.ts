import { expect, HOME, NOBODY, OWNER, signIn, test } from './test'

test.describe('sign-in', () => {
  test.use({ storageState: NOBODY })

  test.describe('refused', () => {
    // The browser logs the 401 that a wrong password is answered with.
    test.use({ expectedProblems: [/status of 401/] })

    test('a wrong password and an unknown address read the same', async ({ page, ownerState }) => {
      expect(ownerState.cookies.length).toBeGreaterThan(0)
      await page.goto('/sign-in')
      await signIn(page, OWNER.email, 'not the password')
      const refusal = page.getByRole('alert').filter({ hasText: 'did not match' })
      await expect(refusal).toBeVisible()
      const forKnown = await refusal.innerText()
      await expect(page.getByLabel('E-mail')).toHaveValue(OWNER.email)
      await expect(page.getByLabel('Password', { exact: true })).toBeFocused()

      await signIn(page, 'nobody@example.com', 'not the password')
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
      expect(await refusal.innerText()).toBe(forKnown)
    })

    test('too many tries are told to wait, and for how long', async ({ browser }) => {
      // An address of its own, so that the other journeys are not throttled with it.
      const context = await browser.newContext({ extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.7' } })
      const page = await context.newPage()
      await page.goto('/sign-in')
      const throttled = page.getByText(/Wait \d+ minutes, then try again\./)
      for (let attempt = 1; attempt <= 11 && !(await throttled.isVisible()); attempt += 1) {
        await signIn(page, 'throttled@example.com', `guess number ${attempt}`)
        await expect(page.getByText('That did not match').or(throttled)).toBeVisible()
      }
      await expect(throttled).toBeVisible()
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled()
      await context.close()
    })
  })

  test('an address asked for is where one arrives, and never another site', async ({ page, ownerState }) => {
    expect(ownerState.cookies.length).toBeGreaterThan(0)
    await page.goto(`${HOME}/audit?outcome=refused`)
    await page.waitForURL('**/sign-in?callbackUrl=*')
    await signIn(page, OWNER.email, OWNER.password)
    await page.waitForURL(`**${HOME}/audit?outcome=refused`)

    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent('//evil.example/')}`)
    await page.waitForURL(`**${HOME}`)
  })

  test('signing out ends the session, also for a copy of its cookies', async ({
    page,
    browser,
    ownerState,
  }) => {
    expect(ownerState.cookies.length).toBeGreaterThan(0)
    await page.goto('/sign-in')
    await signIn(page, OWNER.email, OWNER.password)
    await page.waitForURL(`**${HOME}`)
    const copy = await browser.newContext({ storageState: await page.context().storageState() })
    const other = await copy.newPage()
    await other.goto(HOME)
    await expect(other.getByText(/Latest runs|Run your first workflow/)).toBeVisible()

    await page.getByRole('button', { name: `Account of ${OWNER.name}` }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')

    // The copied cookies are still signed and unexpired; the session behind them is revoked.
    // Dispatched, because the dialog may be open by then: the page reads anew when its window gets the focus.
    await other.locator(`a[href="${HOME}/audit"]`).first().dispatchEvent('click')
    await expect(other.getByRole('dialog', { name: 'You are signed out' })).toBeVisible()
    await other.goto(HOME)
    await other.waitForURL('**/sign-in?callbackUrl=*')
    await copy.close()
  })

  test('a project that one may not see does not exist', async ({ browser, ownerState }) => {
    const context = await browser.newContext({ storageState: ownerState })
    const page = await context.newPage()
    const response = await page.goto('/somebody-else/main')
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
    await context.close()
  })
})
