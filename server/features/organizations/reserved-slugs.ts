/** Addresses that pages of Pawl itself have, or may get: no organization is reachable under them. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  'account',
  'admin',
  'api',
  'docs',
  'gallery',
  'help',
  'invitation',
  'new',
  'organizations',
  'schemas',
  'settings',
  'sign-in',
  'sign-out',
  'sign-up',
  'static',
  'welcome',
])
