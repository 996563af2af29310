import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockHolder, releaseLock, takeLock } from './process-lock.mjs'
import { processBirth } from './processes.mjs'

let directory: string
let lock: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pawl-lock-'))
  lock = path.join(directory, 'lock.json')
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('a free lock is taken, and taken again by its own holder', async () => {
  expect(await takeLock(lock)).toBeUndefined()
  expect(await takeLock(lock)).toBeUndefined()
  expect(lockHolder(lock)?.pid).toBe(process.pid)
  releaseLock(lock)
  expect(lockHolder(lock)).toBeUndefined()
})

test('a live process keeps its lock; a dead one loses it', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(other, 'spawn')
  const pid = other.pid ?? 0
  writeFileSync(lock, JSON.stringify({ pid, birth: processBirth(pid) }))
  expect((await takeLock(lock))?.pid).toBe(pid)
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(await takeLock(lock)).toBeUndefined()
})

test('a stranger who got the number of a dead holder does not hold the lock', async () => {
  writeFileSync(lock, JSON.stringify({ pid: process.ppid, birth: 'long ago' }))
  expect(await takeLock(lock)).toBeUndefined()
})

test('an empty lock file, as a power cut leaves it, holds nobody up', async () => {
  writeFileSync(lock, '')
  expect(await takeLock(lock)).toBeUndefined()
  expect(lockHolder(lock)?.pid).toBe(process.pid)
})
