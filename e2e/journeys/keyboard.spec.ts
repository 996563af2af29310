import { expect, HOME, test } from './test'

// As most people see it: what opens and closes here moves.
test.use({ contextOptions: { reducedMotion: 'no-preference' } })

test('palette and shortcuts lead everywhere without a pointer', async ({ page }) => {
  await page.goto(HOME)
  await expect(page.getByText(/Latest runs|Run your first workflow/).first()).toBeVisible()
  const palette = page.getByRole('dialog', { name: 'Search and commands' })
  const input = palette.getByRole('combobox')

  await test.step('the palette opens a page and gives the focus back', async () => {
    await page.keyboard.press('Control+k')
    await expect(input).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(palette).toBeHidden()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('members')
    await expect(palette.getByRole('option', { selected: true })).toContainText('Members')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${HOME}/members`)
  })

  await test.step('two letters open a section', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.waitForURL(`**${HOME}/workflows`)
  })

  await test.step('it starts a workflow, narrowing from the action to the workflow', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('run a work')
    await page.keyboard.press('Enter')
    await expect(input).toHaveAttribute('placeholder', 'Choose a workflow')
    await page.keyboard.type('health')
    await expect(palette.getByRole('option', { selected: true })).toContainText(/Health sweep/i)
    await page.keyboard.press('Enter')
    const start = page.getByRole('dialog', { name: /Health sweep/i })
    await expect(start).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(new RegExp(`${HOME}/runs/\\d+`))
  })

  await test.step('a run is found by its number', async () => {
    const number = /runs\/(\d+)/.exec(page.url())?.[1] ?? ''
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.waitForURL(`**${HOME}`)
    await page.keyboard.press('Control+k')
    await page.keyboard.type(`#${number}`)
    await expect(palette.getByRole('option', { selected: true })).toContainText(`#${number}`)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${HOME}/runs/${number}`)
  })

  await test.step('the sheet lists what this page answers to', async () => {
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(sheet).toBeVisible()
    await expect(sheet.getByText('Search and commands')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  })
})
