import { chromium, defineConfig } from '@playwright/test'
import { findChromium } from './scripts/browser.mjs'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/fixtures/global-setup.ts',
  // Journeys share one app and two cores.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: process.env.PAWL_E2E_URL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    // Debian's wrapper asks for a GPU, which a test machine paints in software, slowly.
    launchOptions: { executablePath: findChromium(chromium)?.path, args: ['--disable-gpu'] },
  },
})
