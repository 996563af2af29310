import type { APIRequestContext, Page } from '@playwright/test'
import { call, expect, HOME, projectOf, read, test } from './test'

const sourceOf = (name: string, greeting: string) => `version: 1
name: ${name}
title: Versions journey
inputs:
  name: { type: string, title: Name, default: world }
steps:
  - id: greet
    set: { text: "${greeting}, \${{ inputs.name }}!" }
output: \${{ steps.greet.output.text }}
`

test('versions are published, labelled, compared and restored', async ({ page, request }) => {
  const name = `versions-${Date.now().toString(36)}`
  const versions = page.getByRole('list', { name: 'Versions' })
  await published(request, name, ['Hello', 'Good day'])

  await test.step('publishing shows what changes against the latest version', async () => {
    await page.goto(`${HOME}/workflows/${name}`)
    await write(page, `${sourceOf(name, 'Welcome')}finally:\n  - id: tell\n    emit: { name: greeted }\n`)
    await page.locator('.cm-content').press('ControlOrMeta+Shift+Enter')
    const dialog = page.getByRole('dialog')
    const changes = dialog.getByRole('region', { name: 'Changes of the workflow' })
    await expect(changes).toContainText('2 changes: 1 added, 1 changed.')
    await expect(changes.getByRole('listitem').filter({ hasText: 'greet' }).first()).toContainText('set.text')
    await expect(changes.getByRole('listitem').filter({ hasText: 'tell' })).toContainText('Added')
    await dialog.getByLabel('Message').fill('Says that it greeted')
    await dialog.getByRole('button', { name: 'Publish version' }).click()
    await expect(page.getByText('Version 3 is published')).toBeVisible()
  })

  await test.step('a label stands for a version, and moves', async () => {
    await page.getByRole('tab', { name: 'Versions' }).click()
    await expect(versions.getByRole('listitem')).toHaveCount(3)
    await setLabel(page, 'production')
    await expect(versions.getByRole('listitem').first()).toContainText('production')
    await versions.getByRole('button', { name: /^Version 2/ }).click()
    await expect(page).toHaveURL(/version=2/)
    await page.getByRole('button', { name: 'Label', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /production/ }).click()
    await expect(dialog).toContainText('stands for version 3 now and moves to version 2')
    await dialog.getByRole('button', { name: 'Move label' }).click()
    await expect(versions.getByRole('listitem').nth(1)).toContainText('production')
    await expect(versions.getByRole('listitem').first()).not.toContainText('production')
    await expect(page.getByText('production v2').first()).toBeVisible()
  })

  await test.step('a name that is taken by the language is refused where it is typed', async () => {
    await page.getByRole('button', { name: 'Label', exact: true }).click()
    await page.getByRole('dialog').getByLabel('Label').fill('latest')
    await page.getByRole('dialog').getByRole('button', { name: 'Set label' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('always means the same')
    await page.keyboard.press('Escape')
  })

  await test.step('any two are compared at an address of their own', async () => {
    await page.getByRole('link', { name: 'Compare' }).click()
    await page.waitForURL(`**/workflows/${name}/compare?from=2&to=3`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Version 2 and version 3')
    const changes = page.getByRole('region', { name: 'Changes of the workflow' })
    await expect(changes).toContainText('tell')
    const texts = page.getByRole('region', { name: 'Texts' })
    await expect(texts.getByRole('textbox', { name: 'Version 2' })).toContainText('Good day')
    await expect(texts.getByRole('textbox', { name: 'Version 3' })).toContainText('Welcome')
    await page
      .getByRole('combobox', { name: 'Compare' })
      .or(page.getByRole('button', { name: 'Compare' }))
      .first()
      .click()
    await page.getByRole('option', { name: /^Version 1/ }).click()
    await expect(page).toHaveURL(/from=1&to=3/)
    await expect(texts.getByRole('textbox', { name: 'Version 1' })).toContainText('Hello')
    await page.goBack()
    await expect(texts.getByRole('textbox', { name: 'Version 2' })).toBeVisible()
  })

  await test.step('an older version is restored as a new one', async () => {
    await page.goto(`${HOME}/workflows/${name}?tab=versions&version=1`)
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('region', { name: 'Changes of the workflow' })).toContainText('Removed')
    await dialog.getByRole('button', { name: 'Restore version' }).click()
    await expect(page.getByText('Version 1 is restored as version 4')).toBeVisible()
    await expect(versions.getByRole('listitem').first()).toContainText('Restored version 1')
    const { source } = await read<{ source: string }>(request, 'workflows.version', {
      projectId: await projectOf(request),
      workflow: name,
      number: 4,
    })
    expect(source).toBe(sourceOf(name, 'Hello'))
  })
})

test('what has just been saved counts as a change before the page has read it again', async ({
  page,
  request,
}) => {
  const name = `saved-${Date.now().toString(36)}`
  await published(request, name, ['Hello'])
  await page.goto(`${HOME}/workflows/${name}`)
  await expect(page.locator('.cm-content')).toContainText('Hello')
  // It never comes back.
  await page.route(/workflows\.get\b/, () => {})
  const saved = page.waitForResponse((response) => response.url().includes('workflows.saveDraft'))
  await write(page, sourceOf(name, 'Good day'))
  await saved
  await page.locator('.cm-content').press('ControlOrMeta+Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Try draft' })).toBeVisible()
})

test('a draft is mended by quick fixes, formatted, and tried without being published', async ({
  page,
  request,
}) => {
  const name = `tried-${Date.now().toString(36)}`
  const problems = page.getByRole('region', { name: 'Problems' })
  await published(request, name, ['Hello'])

  await test.step('each problem that a machine can mend has a button', async () => {
    await page.goto(`${HOME}/workflows/${name}`)
    await write(
      page,
      `# kept\nversion: 1\nname: ${name}\ninputs:\n    name: { type: string, title: Name, default: world }\nsteps:\n    - sett: {  text: "Hi, \${{ inputs.nmae }}!" }\n      # this too\n      id: greet\n`,
    )
    await expect(problems.getByRole('listitem')).toHaveCount(1)
    await problems.getByRole('button', { name: 'Fix: Change to set' }).click()
    await expect(page.locator('.cm-content')).toContainText('set: {')
    await problems.getByRole('button', { name: 'Fix: Change to name' }).click()
    await expect(problems).toContainText('None')
  })

  await test.step('formatting keeps comments and is undone as one step', async () => {
    await page.locator('.cm-content').click()
    await page.keyboard.press('Alt+Shift+F')
    const lines = page.locator('.cm-line')
    await expect(lines.filter({ hasText: '- id: greet' })).toHaveText('  - id: greet')
    await expect(page.locator('.cm-content')).toContainText('# this too')
    await expect(page.locator('.cm-content')).toContainText('# kept')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(lines.filter({ hasText: '- set:' })).toHaveCount(1)
    await page.keyboard.press('Alt+Shift+F')
    await expect(lines.filter({ hasText: '- id: greet' })).toHaveText('  - id: greet')
  })

  await test.step('undo outlives a look at another tab', async () => {
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('tab', { name: 'Editor' }).click()
    await page.locator('.cm-content').click()
    await page.keyboard.press('ControlOrMeta+z')
    await expect(page.locator('.cm-line').filter({ hasText: '- set:' })).toHaveCount(1)
    await page.keyboard.press('ControlOrMeta+Shift+Z')
    await expect(page.locator('.cm-line').filter({ hasText: '- id: greet' })).toHaveCount(1)
  })

  await test.step('the draft runs with its own inputs, and the run says that it was a draft', async () => {
    await page.locator('.cm-content').press('ControlOrMeta+Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Grace')
    await dialog.getByRole('button', { name: 'Try draft' }).click()
    await page.waitForURL(/\/runs\/\d+$/)
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByRole('main').getByText('Draft', { exact: true }).first()).toBeVisible()
  })

  await test.step('nothing was published, and the inputs are remembered', async () => {
    await page.goto(`${HOME}/workflows/${name}`)
    await expect(page.getByText('Unpublished changes')).toBeVisible()
    await page.getByRole('button', { name: 'Try draft' }).click()
    await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue('Grace')
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Versions' }).click()
    await expect(page.getByRole('list', { name: 'Versions' }).getByRole('listitem')).toHaveCount(1)
  })
})

test.describe('a draft that two people change', () => {
  // The refused save is the point.
  test.use({ expectedProblems: [/status of 409/] })

  test('is kept twice where one wants both', async ({ page, request }) => {
    const name = `both-${Date.now().toString(36)}`
    await published(request, name, ['Hello'])
    const projectId = await projectOf(request)
    await page.goto(`${HOME}/workflows/${name}`)
    await expect(page.locator('.cm-content')).toContainText('Hello')
    // Nobody tells this page of the colleague's save before its own is refused.
    await page.route('**/api/trpc/workflows.saveDraft**', async (route) => {
      const { id, draftRevision: revision } = await read<{ id: string; draftRevision: number }>(
        request,
        'workflows.get',
        { projectId, workflow: name },
      )
      if (revision === 1) {
        const source = `${sourceOf(name, 'Hello')}# theirs\n`
        await call(request, 'workflows.saveDraft', { projectId, workflowId: id, source, revision })
      }
      await route.continue()
    })
    await write(page, `${sourceOf(name, 'Hello')}# mine\n`)
    await page.getByRole('button', { name: 'Changed by somebody else' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('# theirs')
    await expect(dialog).toContainText('# mine')
    await dialog.getByRole('button', { name: 'Save mine as a copy' }).click()
    await expect(page.getByText(`Your text is saved as ${name}-copy`)).toBeVisible()
    await expect(page.locator('.cm-content')).toContainText('# theirs')
    const copy = await read<{ draftSource: string }>(request, 'workflows.get', {
      projectId,
      workflow: `${name}-copy`,
    })
    expect(copy.draftSource).toContain('# mine')
  })
})

/** A workflow with a version for each greeting, over the API. */
async function published(request: APIRequestContext, name: string, greetings: string[]): Promise<void> {
  const projectId = await projectOf(request)
  const [first = ''] = greetings
  const { id: workflowId } = await call<{ id: string }>(request, 'workflows.create', {
    projectId,
    name,
    source: sourceOf(name, first),
  })
  for (const greeting of greetings)
    await call(request, 'workflows.publish', { projectId, workflowId, source: sourceOf(name, greeting) })
}

async function setLabel(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: 'Label', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Label').fill(label)
  await page.getByRole('dialog').getByRole('button', { name: 'Set label' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
}

/** Replaces the document as a person would, in one paste, for typing would indent by itself. */
async function write(page: Page, text: string): Promise<void> {
  const content = page.locator('.cm-content')
  await content.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}
