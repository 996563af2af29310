import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  engineFigures,
  exposeEngine,
  type Figure,
  formatMetrics,
  observeStep,
  observeWave,
  timedHandlers,
  watchRequest,
} from '.'
import { type ParsedFamily, parseExposition } from './testing/parse-exposition'

// Each test counts from nothing.
beforeEach(() => {
  Object.assign(globalThis, { pawlMetrics: undefined })
})

describe('the text that Prometheus reads', () => {
  test('keeps quotes, backslashes and line feeds of labels', async () => {
    const labels = { path: 'C:\\a "b"\nc' }
    const figure: Figure = { name: 'pawl_test', help: 'A test.', type: 'gauge', value: 0.5, labels }
    const families = parseExposition(await formatMetrics([figure]))
    expect(families.get('pawl_test')).toEqual({
      type: 'gauge',
      help: 'A test.',
      samples: [{ name: 'pawl_test', labels, value: 0.5 }],
    })
  })

  test('holds every figure of this process, before anything was counted too', async () => {
    const families = await read()
    expect(families.get('pawl_wave_duration_seconds')?.type).toBe('histogram')
    expect(figureOf(families, 'pawl_wave_duration_seconds', '_count')).toBe(0)
    expect(figureOf(families, 'pawl_http_streams_total')).toBe(0)
    expect(families.has('pawl_step_duration_seconds')).toBe(true)
    expect(figureOf(families, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  })

  test('is one set of figures, however many copies of the module count', async () => {
    const before = figureOf(await read(), 'pawl_wave_duration_seconds', '_count') ?? 0
    vi.resetModules()
    const copy = await import('.')
    expect(copy.observeWave).not.toBe(observeWave)
    copy.observeWave(1)
    observeWave(1)
    expect(figureOf(await read(), 'pawl_wave_duration_seconds', '_count')).toBe(before + 2)
  })
})

describe('what is counted', () => {
  test('a wave lies in the first bucket that holds it and in all wider ones', async () => {
    observeWave(7)
    observeWave(10)
    observeWave(90_000)
    const samples = (await read()).get('pawl_wave_duration_seconds')?.samples ?? []
    const bucket = (le: string) => samples.find((sample) => sample.labels.le === le)?.value
    expect([bucket('0.005'), bucket('0.01'), bucket('60'), bucket('300'), bucket('+Inf')]).toEqual([
      0, 2, 2, 3, 3,
    ])
    expect(figureOf(await read(), 'pawl_wave_duration_seconds', '_sum')).toBeCloseTo(90.017)
  })

  test('steps are told apart by kind', async () => {
    observeStep('http', 3)
    observeStep('code', 3)
    observeStep('http', 3)
    const counts = (await read())
      .get('pawl_step_duration_seconds')
      ?.samples.filter((sample) => sample.name.endsWith('_count'))
      .map(({ labels, value }) => [labels.kind, value])
    expect(counts).toEqual([
      ['http', 2],
      ['code', 1],
    ])
  })

  test('a timed step kind answers as ever, and a throw is timed too', async () => {
    const kind = {
      kind: 'assert',
      async run(context: { fails: boolean }) {
        if (context.fails) throw new Error('broken')
        return 'done'
      },
    }
    const handlerOf = timedHandlers((name: string) => (name === 'assert' ? kind : undefined))
    expect(handlerOf('set')).toBeUndefined()
    expect(await handlerOf('assert')?.run({ fails: false })).toBe('done')
    await expect(handlerOf('assert')?.run({ fails: true })).rejects.toThrow('broken')
    const { samples = [] } = (await read()).get('pawl_step_duration_seconds') ?? {}
    const timed = samples.find(({ name, labels }) => name.endsWith('_count') && labels.kind === 'assert')
    expect(timed?.value).toBe(2)
  })

  test('the engine’s own counters are there while it runs', async () => {
    expect(engineFigures()).toEqual([])
    const hide = exposeEngine(() => ({
      isRunning: true,
      isListening: false,
      inFlight: 3,
      callsMade: 10,
      answersStale: 1,
      leasesLost: 2,
      callsTakenOver: 4,
    }))
    const families = parseExposition(await formatMetrics(engineFigures()))
    expect(figureOf(families, 'pawl_engine_leases_lost_total')).toBe(2)
    expect(figureOf(families, 'pawl_engine_calls_taken_over_total')).toBe(4)
    expect(figureOf(families, 'pawl_engine_stale_answers_total')).toBe(1)
    expect(figureOf(families, 'pawl_engine_listening')).toBe(0)
    hide()
    expect(engineFigures()).toEqual([])
  })

  test('requests are counted by method and class of status, live streams apart', async () => {
    const answered: Promise<unknown>[] = []
    const server = createServer((request, response) => {
      watchRequest(request, response)
      answered.push(new Promise((resolve) => response.once('close', resolve)))
      response.writeHead(request.url === '/missing' ? 404 : 200).end('.')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // Listening on TCP: the address is an AddressInfo.
    const { port } = server.address() as AddressInfo
    const ask = async (path: string, accept = '*/*') =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } })).text()
    await ask('/')
    await ask('/missing')
    await ask('/stream', 'text/event-stream')
    await Promise.all(answered)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    const families = await read()
    const counts = families
      .get('pawl_http_request_duration_seconds')
      ?.samples.filter((sample) => sample.name.endsWith('_count'))
      .map(({ labels, value }) => [labels.method, labels.status, value])
    expect(counts).toEqual([
      ['GET', '2xx', 1],
      ['GET', '4xx', 1],
    ])
    expect(figureOf(families, 'pawl_http_streams_total')).toBe(1)
  })
})

async function read(): Promise<Map<string, ParsedFamily>> {
  return parseExposition(await formatMetrics([]))
}

function figureOf(families: Map<string, ParsedFamily>, name: string, suffix = ''): number | undefined {
  return families.get(name)?.samples.find((sample) => sample.name === `${name}${suffix}`)?.value
}
