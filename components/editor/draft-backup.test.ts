import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draftBackup } from './draft-backup'

/** A browser with one storage for all tabs, one session for each, and locks that live as long as their holder. */
function browser() {
  const shared = storage()
  const held = new Map<string, number>()
  const locks = {
    request: async (name: string, _: object, during: () => Promise<void>) => {
      held.set(name, (held.get(name) ?? 0) + 1)
      await during()
      held.set(name, (held.get(name) ?? 1) - 1)
    },
    query: async () => ({ held: [...held].flatMap(([name, count]) => (count > 0 ? [{ name }] : [])) }),
  }
  return {
    shared,
    /** Makes everything that follows happen in a tab; the same session is the same tab, reloaded. */
    enterTab(session = storage(), hasLocks = true) {
      vi.stubGlobal('window', { localStorage: shared, sessionStorage: session })
      vi.stubGlobal('navigator', hasLocks ? { locks } : {})
      return session
    },
  }
}

function storage() {
  const methods = {
    getItem: (key: string): string | null => values[key] ?? null,
    setItem: (key: string, value: string) => {
      values[key] = value
    },
    removeItem: (key: string) => {
      delete values[key]
    },
  }
  // The keys of a browser's storage are its own properties, its methods are not.
  const values: Record<string, string> & typeof methods = Object.create(methods)
  return values
}

let tabs: ReturnType<typeof browser>

beforeEach(() => {
  tabs = browser()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const DRAFT = { source: 'mine', revision: 3 }

test('a tab that is reloaded finds its text again, of its workflow only', () => {
  const session = tabs.enterTab()
  draftBackup('wfl_1').write(DRAFT)
  tabs.enterTab(session)
  expect(draftBackup('wfl_1').read()).toEqual(DRAFT)
  expect(draftBackup('wfl_2').read()).toBeUndefined()
  draftBackup('wfl_1').clear()
  expect(draftBackup('wfl_1').read()).toBeUndefined()
})

test('two tabs never touch each other’s text while both live', async () => {
  tabs.enterTab()
  const first = draftBackup('wfl_1')
  first.hold()
  first.write(DRAFT)
  tabs.enterTab()
  const second = draftBackup('wfl_1')
  second.hold()
  expect(second.read()).toBeUndefined()
  expect(await second.takeOrphan()).toBeUndefined()
  second.write({ source: 'other', revision: 3 })
  second.clear()
  expect(Object.keys(tabs.shared)).toHaveLength(1)
})

test('text of a tab that is gone is taken once', async () => {
  tabs.enterTab()
  const gone = draftBackup('wfl_1')
  const release = gone.hold()
  gone.write(DRAFT)
  release()
  await vi.waitUntil(async () => (await navigator.locks.query()).held?.length === 0)
  tabs.enterTab()
  const next = draftBackup('wfl_1')
  next.hold()
  expect(await next.takeOrphan()).toEqual(DRAFT)
  expect(await next.takeOrphan()).toBeUndefined()
})

test('without locks a text counts as left behind after ten minutes', async () => {
  vi.useFakeTimers({ now: 0 })
  tabs.enterTab(undefined, false)
  draftBackup('wfl_1').write(DRAFT)
  tabs.enterTab(undefined, false)
  const next = draftBackup('wfl_1')
  vi.setSystemTime(599_000)
  expect(await next.takeOrphan()).toBeUndefined()
  vi.setSystemTime(601_000)
  expect(await next.takeOrphan()).toEqual(DRAFT)
})

test('a page that is made on the server, and a broken text, are nothing', async () => {
  const server = draftBackup('wfl_1')
  expect(server.read()).toBeUndefined()
  expect(await server.takeOrphan()).toBeUndefined()
  server.write(DRAFT)
  tabs.enterTab()
  tabs.shared.setItem('pawl.draft.wfl_1.gone', '{')
  expect(await draftBackup('wfl_1').takeOrphan()).toBeUndefined()
})
