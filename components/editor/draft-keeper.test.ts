import { expect, test } from 'vitest'
import { DraftKeeper, type SaveResult, type ServerDraft } from './draft-keeper'

/** A server with revisions, as `workflows.saveDraft` keeps them, and a browser's storage. */
function setUp(kept?: ServerDraft) {
  const server: ServerDraft = { source: 'one', revision: 1 }
  const saved: string[] = []
  let backup = kept
  let isDown = false
  let gate: Promise<void> | undefined
  const ports = {
    delayMs: 0,
    retryMs: 1_000_000,
    backup: {
      read: () => backup,
      write: (draft: ServerDraft) => {
        backup = draft
      },
      clear: () => {
        backup = undefined
      },
    },
    async save({ source, revision }: ServerDraft): Promise<SaveResult> {
      await gate
      if (isDown) return { kind: 'failed', problem: 'offline' }
      if (revision !== server.revision) return { kind: 'conflict', theirs: { ...server } }
      server.source = source
      server.revision += 1
      saved.push(source)
      return { kind: 'saved', revision: server.revision }
    },
  }
  const keeper = new DraftKeeper({ ...server }, ports)
  return {
    keeper,
    server,
    saved,
    backup: () => backup,
    setDown: (next: boolean) => {
      isDown = next
    },
    hold: () => {
      let release = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
  }
}

test('what is typed is saved, and nothing is left behind', async () => {
  const { keeper, server, backup } = setUp()
  keeper.type('two')
  expect(keeper.isDirty).toBe(true)
  expect(backup()).toEqual({ source: 'two', revision: 1 })
  await keeper.flush()
  expect(server).toEqual({ source: 'two', revision: 2 })
  expect(keeper.read().status).toBe('saved')
  expect(backup()).toBeUndefined()
})

test('typing while a save is under way is saved after it, by its new revision', async () => {
  const { keeper, saved, hold } = setUp()
  const release = hold()
  keeper.type('two')
  const flushed = keeper.flush()
  keeper.type('three')
  release()
  await flushed
  expect(saved).toEqual(['two', 'three'])
  expect(keeper.read()).toMatchObject({ text: 'three', status: 'saved' })
})

test('a colleague’s save is a conflict; mine goes over theirs only when chosen', async () => {
  const { keeper, server } = setUp()
  Object.assign(server, { source: 'theirs', revision: 5 })
  keeper.type('mine')
  await keeper.flush()
  expect(keeper.read()).toMatchObject({ text: 'mine', status: 'conflict', theirs: { source: 'theirs' } })
  keeper.type('mine, longer')
  expect(keeper.read().status).toBe('conflict')
  expect(server.source).toBe('theirs')
  keeper.resolve('mine')
  await keeper.flush()
  expect(server.source).toBe('mine, longer')
})

test('theirs replaces mine only when chosen', async () => {
  const { keeper, server } = setUp()
  Object.assign(server, { source: 'theirs', revision: 5 })
  keeper.type('mine')
  await keeper.flush()
  keeper.resolve('theirs')
  expect(keeper.read()).toMatchObject({ text: 'theirs', status: 'saved' })
})

test('a server that is away keeps the text unsaved, and takes it when it is back', async () => {
  const { keeper, server, setDown, backup } = setUp()
  setDown(true)
  keeper.type('two')
  expect(await keeper.flush()).toMatchObject({ status: 'failed', problem: 'offline', text: 'two' })
  expect(backup()?.source).toBe('two')
  setDown(false)
  await keeper.flush()
  expect(server.source).toBe('two')
})

test('text of a closed tab comes back: as unsaved, or as a conflict where the server went on', () => {
  expect(setUp({ source: 'kept', revision: 1 }).keeper.read()).toMatchObject({
    text: 'kept',
    status: 'unsaved',
  })
  expect(setUp({ source: 'kept', revision: 0 }).keeper.read()).toMatchObject({
    text: 'kept',
    status: 'conflict',
    theirs: { source: 'one' },
  })
})

test('text of a tab that is gone is adopted where nothing is in hand', async () => {
  const { keeper, server } = setUp()
  expect(keeper.adopt({ source: 'left behind', revision: 1 })).toBe(true)
  expect(keeper.read()).toMatchObject({ text: 'left behind', status: 'unsaved' })
  await keeper.flush()
  expect(server.source).toBe('left behind')
  const { keeper: behind } = setUp()
  behind.adopt({ source: 'older', revision: 0 })
  expect(behind.read()).toMatchObject({ text: 'older', status: 'conflict', theirs: { source: 'one' } })
  const { keeper: dirty } = setUp()
  dirty.type('mine')
  expect(dirty.adopt({ source: 'left behind', revision: 1 })).toBe(false)
  expect(dirty.read().text).toBe('mine')
})

test('a newer draft is taken over only where nothing is lost', () => {
  const clean = setUp().keeper
  expect(clean.receive({ source: 'newer', revision: 2 })).toBe('taken')
  expect(clean.read().text).toBe('newer')
  const { keeper: dirty } = setUp()
  dirty.type('mine')
  expect(dirty.receive({ source: 'newer', revision: 2 })).toBe('kept')
  expect(dirty.read().text).toBe('mine')
})

test('an older answer never replaces a newer text', async () => {
  const { keeper } = setUp()
  keeper.type('two')
  await keeper.flush()
  expect(keeper.receive({ source: 'one', revision: 1 })).toBe('kept')
  expect(keeper.read().text).toBe('two')
})
