// A subject runs in a process of its own, so that none shares a heap or an event loop with another.
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../scripts/data-directory.mjs'

const START_TIMEOUT_MS = 90_000
const WORK_TIMEOUT_MS = 300_000
const CLOSE_TIMEOUT_MS = 20_000
const OUTPUT_CHARS = 8_000

/** What `npm start` gives Node, for each subject alike. */
const NODE_FLAGS = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).scripts.start.match(
  /--\S+/g,
)

/**
 * @param {{ name: string, file: string, env: Record<string, string>, execArgv?: string[] }} subject
 * @returns {Promise<{ name: string, versions: Record<string, string>, measure(workload: string, amount: number): Promise<any>, close(): Promise<void> }>}
 */
export async function startSubject({ name, file, env, execArgv = [] }) {
  const child = fork(file, [], {
    env: { ...process.env, ...env },
    execArgv: [...(NODE_FLAGS ?? []), ...execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const collect = (chunk) => {
    output = (output + chunk).slice(-OUTPUT_CHARS)
  }
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', collect)
  const answer = (timeoutMs) => nextAnswer(child, name, timeoutMs, () => output)

  try {
    const versions = await answer(START_TIMEOUT_MS)
    return {
      name,
      versions,
      measure(workload, amount) {
        const answered = answer(WORK_TIMEOUT_MS)
        child.send({ workload, amount })
        return answered
      },
      close: () => close(child, answer),
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

async function close(child, answer) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    const answered = answer(CLOSE_TIMEOUT_MS)
    child.send({ workload: 'close' })
    await answered
    setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS).unref()
  } catch {
    child.kill('SIGKILL')
  }
  await ended
}

function nextAnswer(child, name, timeoutMs, output) {
  return new Promise((resolve, reject) => {
    const end = (settle) => {
      clearTimeout(timer)
      child.off('message', hear)
      child.off('exit', exited)
      child.off('error', fail)
      settle()
    }
    const fail = (error) => end(() => reject(new Error(explain(name, error.message ?? error, output()))))
    const hear = (message) =>
      message.error === undefined ? end(() => resolve(message.result)) : fail(message.error)
    const exited = (code, signal) => fail(`its process ended with ${signal ?? code}`)
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs / 1_000} s`), timeoutMs)
    child.on('message', hear)
    child.on('exit', exited)
    child.on('error', fail)
  })
}

function explain(name, reason, output) {
  return `${name}: ${reason}${output.trim() === '' ? '' : `\nIts output ended with:\n${output.trim()}`}`
}
