import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const excluded = ['**/node_modules/**', '**/.next/**', '**/dist/**', '**/.pawl/**']
const secrets = 'test/secrets-setup.ts'
const random = 'test/random-setup.ts'
const database = {
  globalSetup: ['test/database-global-setup.ts'],
  setupFiles: [secrets, random, 'test/database-setup.ts'],
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
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
        test: { name: 'db', include: ['**/*.db.test.ts'], exclude: excluded, ...database },
      },
      // Fault, fuzz and scale suites: minutes, so only when asked for (npm run test:deep).
      ...(process.env.PAWL_TEST_DEEP === '1'
        ? [
            {
              extends: true as const,
              test: {
                name: 'deep',
                include: ['**/*.deep.test.ts'],
                exclude: excluded,
                ...database,
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
