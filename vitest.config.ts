import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const excluded = ['**/node_modules/**', '**/.next/**', '**/dist/**', '**/.pawl/**']
const secrets = 'test/secrets-setup.ts'
const random = 'test/random-setup.ts'
/** Run again in the deep suite, with more examples (test/depth.ts). */
const scalable = [
  'server/language/definition/{hostile,editor/format-workflow,json-schema/json-schema}.test.ts',
  'server/language/interpreter/{random-programs,random-programs-planner,recovery}.test.ts',
  'server/platform/sandbox/program-replay.test.ts',
]
const database = {
  globalSetup: ['test/database-global-setup.ts'],
  setupFiles: [secrets, random, 'test/database-setup.ts'],
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Loading everything for each file anew took half of the time. What outlives a file belongs to its database.
    isolate: false,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...excluded, '**/*.db.test.ts', '**/*.deep.test.ts'],
          setupFiles: [secrets, random],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: excluded,
          ...database,
          // Many of them wait for leases and timers.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      // Fault, fuzz and scale suites: minutes, so only when asked for (npm run test:deep).
      ...(process.env.PAWL_TEST_DEEP === '1'
        ? [
            {
              extends: true as const,
              test: {
                name: 'deep',
                include: ['**/*.deep.test.ts', ...scalable],
                exclude: excluded,
                ...database,
                isolate: true,
                fileParallelism: false,
                testTimeout: 600_000,
                hookTimeout: 120_000,
              },
            },
          ]
        : []),
    ],
  },
})
