import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { root } from './data-directory.mjs'

const running = new Set<() => void>()
afterEach(() => {
  for (const end of running) end()
  running.clear()
})

test('the engine starts on a database that is named, answers, and ends in order on SIGTERM', async () => {
  const engine = start('--port', '0', '--retry-interval', '1')
  const [, url] = await engine.says(/The engine listens at (http:\/\/127\.0\.0\.1:\d+)/)
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 200, message: 'OK' })
  engine.end('SIGTERM')
  expect(await engine.code).toBe(0)
  expect(engine.output()).toMatch(/Stopping …\s+Stopped\.\s*$/)
  await expect(fetch(`${url}/health`)).rejects.toThrow()
})

test('a port that is taken ends the start with a word about it', async () => {
  const other = net.createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const engine = start('--port', String(port))
  expect(await engine.code).toBe(1)
  expect(engine.output()).toContain(`Port ${port} is taken by another program. Choose one with --port.`)
  other.close()
})

test.each([
  [['--help'], 0, /--port 8288/],
  [['--bogus'], 1, /Unknown option '--bogus'.*npm run engine/s],
  [['--port', 'x'], 1, /--port is a whole number from 0 to 65535, not "x"/],
  [['--port', '8288.5'], 1, /--port is a whole number/],
  [['--retry-interval', '-1'], 1, /retry-interval/],
  [['--keys'], 1, /--keys needs INNGEST_SIGNING_KEY/],
  [['--app', 'nowhere'], 1, /--app nowhere is not a URL/],
])('%j ends with %d and its reason', async (args, code, says) => {
  const engine = start(...args)
  expect(await engine.code).toBe(code)
  expect(engine.output()).toMatch(says)
})

function start(...args: string[]) {
  const child = spawn(process.execPath, ['scripts/engine.mjs', ...args], { cwd: root, env: process.env })
  running.add(() => child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const code = once(child, 'close').then(([exitCode]) => Number(exitCode))
  return {
    code,
    output: () => output,
    end: (signal: NodeJS.Signals) => child.kill(signal),
    async says(pattern: RegExp): Promise<RegExpMatchArray> {
      for (;;) {
        const found = pattern.exec(output)
        if (found) return found
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output}`)
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
  }
}
