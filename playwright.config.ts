import { chromium, defineConfig } from '@playwright/test'
import { CHROMIUM_ARGUMENTS } from './e2e/fixtures/chromium-arguments'
import { findChromium } from './scripts/browser.mjs'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // Each worker has an app of its own, unless one that runs already is given.
  workers: process.env.PAWL_E2E_URL ? 1 : 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    // Costs a third of the time. `npx playwright test --trace retain-on-failure <file>` looks closer.
    trace: 'off',
    // Frames of animations are painted without a GPU. The journeys that say otherwise see them.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findChromium(chromium)?.path, args: CHROMIUM_ARGUMENTS },
  },
})
