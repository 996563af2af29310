import fc from 'fast-check'
import { it } from 'vitest'
import { randomPrograms } from '../testing/random-programs'
import { runProgram } from '../testing/run-program'
import { printWorkflow } from '../definition'
import { writeFileSync } from 'node:fs'

it('x', async () => {
  const bad: string[] = []
  for (const order of ['sequential', 'wide'] as const) {
    for (const definition of fc.sample(randomPrograms(order), { numRuns: 150, seed: 5 })) {
      const played = await runProgram(definition)
      if (played.came.status !== 'waiting') continue
      bad.push(printWorkflow(definition) + '\n' + [...played.logs].map(([id, log]) => id + '\n' + log.map(({ type, ...r }) => `  ${type} ${'path' in r ? r.path : ''} ${'wait' in r ? JSON.stringify(r.wait) : ''} ${r.at}`).join('\n')).join('\n'))
    }
  }
  bad.sort((a, b) => a.length - b.length)
  writeFileSync('/tmp/g/bad.txt', `${bad.length}\n${bad.slice(0, 2).join('\n=======\n')}`)
}, 300_000)
