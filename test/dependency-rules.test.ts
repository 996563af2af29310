import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'

const CONFIG = path.resolve('.dependency-cruiser.cjs')
const CRUISER = path.resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')

/** A tree that keeps every rule; each planted import below breaks one. */
const LEGAL = {
  'server/kernel/ids.ts': 'export const id = 1',
  'server/language/definition/index.ts': "import '@/server/kernel/ids'; export const definition = 1",
  'server/platform/db/index.ts': "export * from './generated/client'",
  'server/platform/db/generated/client.ts': 'export const client = 1',
  'server/plugins/steps/set.step.ts': "import '@/server/language/definition'; import '@/server/platform/db'",
  'server/operations/execute.ts': "import '@/server/plugins/steps/set.step'",
  'server/features/runs/schema.ts': "import '@/server/kernel/ids'; export type Run = string",
  'server/features/runs/store.ts': "import '@/server/operations/execute'; export type Row = string",
  'server/features/runs/port.ts': "import './store'",
  'server/features/runs/index.ts': "export * from './store'",
  'server/features/usage/index.ts': "import '@/server/features/runs'",
  'server/features/usage/schema.ts': "import '@/server/features/runs/schema'",
  'server/api/catalogue.ts': "import '@/server/features/runs'",
  'inngest/wiring.ts': "import '@/server/features/runs/port'",
  'inngest/embedded/index.ts': "import '@/server/platform/db'",
  'components/runs/run-row.tsx':
    "import '@/server/features/runs/schema'; import type { Row } from '@/server/features/runs/store'; export const row: Row = ''",
  'cli/main.ts': "import '@/server/kernel/ids'",
  'app/page.tsx': "import '@/components/runs/run-row'; import '@/server/api/catalogue'",
  'test/setup.ts': 'export const setup = 1',
}

/** One file each, so that every rule shows that it can refuse. */
const PLANTED: [rule: string, file: string, content: string][] = [
  ['kernel-looks-left-only', 'server/kernel/a.ts', "import '@/server/platform/db'"],
  ['language-looks-left-only', 'server/language/a.ts', "import '@/server/platform/db'"],
  [
    'language-looks-left-only',
    'server/language/b.ts',
    "import type { Run } from '@/server/features/runs/schema'\nexport type X = Run",
  ],
  ['platform-looks-left-only', 'server/platform/a.ts', "import '@/server/language/definition'"],
  ['plugins-looks-left-only', 'server/plugins/a.ts', "import '@/server/features/runs'"],
  ['operations-looks-left-only', 'server/operations/a.ts', "import '@/server/features/runs'"],
  ['features-looks-left-only', 'server/features/runs/a.ts', "import '@/server/api/catalogue'"],
  ['api-looks-left-only', 'server/api/a.ts', "import '@/inngest/wiring'"],
  ['inngest-looks-left-only', 'inngest/a.ts', "import '@/components/runs/run-row'"],
  ['no-circles', 'server/kernel/circle.ts', "import { circle } from './circle'\nexport { circle }"],
  ['nothing-missing', 'server/kernel/b.ts', "import './nowhere'"],
  ['features-by-their-door', 'server/features/usage/a.ts', "import '@/server/features/runs/store'"],
  ['features-from-outside-by-their-door', 'server/api/b.ts', "import '@/server/features/runs/store'"],
  ['features-from-outside-by-their-door', 'inngest/b.ts', "import '@/server/features/runs/port'"],
  ['wiring-lists-ports', 'inngest/wiring.ts', "import '@/server/features/runs/store'"],
  ['shapes-stay-client-safe', 'server/features/usage/rules.ts', "import '@/server/platform/db'"],
  ['components-take-shapes-only', 'components/a.tsx', "import '@/server/features/runs'"],
  ['client-code-without-node', 'components/b.tsx', "import 'node:fs'"],
  ['client-code-without-node', 'server/kernel/c.ts', "import 'node:crypto'"],
  ['client-code-without-drivers', 'server/features/runs/rules.ts', "import 'pg'"],
  ['embedded-knows-the-protocol-only', 'inngest/embedded/a.ts', "import '@/server/features/runs'"],
  ['embedded-knows-the-protocol-only', 'inngest/embedded/b.ts', "import '../wiring'"],
  ['app-and-cli-stay-apart', 'app/a.ts', "import '@/cli/main'"],
  ['cli-without-components', 'cli/a.ts', "import '@/components/runs/run-row'"],
  ['product-without-tests', 'server/api/c.ts', "import '@/test/setup'"],
  ['product-without-development-packages', 'server/api/d.ts', "import 'vitest'"],
  [
    'generated-client-behind-its-folder',
    'server/operations/b.ts',
    "import '@/server/platform/db/generated/client'",
  ],
]

const trees: string[] = []

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true })
})

test('a tree that keeps the rules passes, and its modules are seen', () => {
  const { refused, modules } = cruise(LEGAL)
  expect(refused).toEqual([])
  expect(modules).toBeGreaterThanOrEqual(Object.keys(LEGAL).length - 1) // test/ is no product
})

test('every planted import is refused by its rule', () => {
  const { refused } = cruise({
    ...LEGAL,
    ...Object.fromEntries(PLANTED.map(([, file, content]) => [file, content])),
  })
  for (const [rule, file] of PLANTED) expect(refused).toContain(`${rule} ${file}`)
})

test('no rule is without a planted import', () => {
  // Our own file, which exports rules with names.
  const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] }
  expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(new Set(forbidden.map((rule) => rule.name)))
})

/** Runs the cruiser as `npm test` does, on a tree of its own. */
function cruise(files: Record<string, string>): { refused: string[]; modules: number } {
  const tree = mkdtempSync(path.join(os.tmpdir(), 'pawl-rules-'))
  trees.push(tree)
  const surroundings = {
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
    'package.json':
      '{ "type": "module", "dependencies": { "pg": "1" }, "devDependencies": { "vitest": "1" } }',
    'node_modules/pg/package.json': '{ "name": "pg", "version": "1.0.0", "main": "index.js" }',
    'node_modules/pg/index.js': '',
    'node_modules/vitest/package.json': '{ "name": "vitest", "version": "1.0.0", "main": "index.js" }',
    'node_modules/vitest/index.js': '',
  }
  for (const [name, content] of Object.entries({ ...surroundings, ...files })) {
    mkdirSync(path.dirname(path.join(tree, name)), { recursive: true })
    writeFileSync(path.join(tree, name), content)
  }
  const folders = ['server', 'inngest', 'app', 'cli', 'components']
  const args = ['--config', CONFIG, '--no-progress', '--output-type', 'json', ...folders]
  const output = execFileSync(process.execPath, [CRUISER, ...args], { cwd: tree, encoding: 'utf8' })
  // The JSON report of the version that package.json pins.
  const { summary } = JSON.parse(output) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] }
  }
  return {
    refused: summary.violations.map(({ rule, from }) => `${rule.name} ${from}`),
    modules: summary.totalCruised,
  }
}
