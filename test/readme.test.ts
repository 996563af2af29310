import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkWorkflow } from '@/server/language/definition'
import { VARIABLES } from '@/server/platform/env'

const readme = readFileSync('README.md', 'utf8')

test('the workflow in the README has no problem', () => {
  const [, source] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? []
  expect(checkWorkflow(source ?? '')).toMatchObject({ ok: true, problems: [] })
})

test('the README explains every variable that is meant to be set', () => {
  const setByPawl = ['NEXTAUTH_URL']
  const missing = Object.keys(VARIABLES).filter(
    (name) => !readme.includes(`\`${name}\``) && !setByPawl.includes(name),
  )
  expect(missing).toEqual([])
})
