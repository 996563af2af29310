import base from './playwright.config'

// Not a test: draws the pictures of README and docs. `npm run screenshots`.
export default { ...base, testMatch: '**/screenshots/*.shots.ts' }
