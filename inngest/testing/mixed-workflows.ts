export interface MixedWorkflow {
  name: string
  source: string
  endsAs: 'succeeded' | 'failed'
}

/** Workflows that between them use every way a run can go on, each calling the ledger from its steps. */
export function mixedWorkflows(ledgerUrl: string): MixedWorkflow[] {
  const call = (id: string, indent = '  ', folder = '') => `${indent}- id: ${id}
${indent}  http: { method: POST, url: "${ledgerUrl}${folder}/${id}" }
${indent}  retry: { attempts: 10, backoff: fixed, delay: 200ms }
`
  const flow = (name: string, steps: string, endsAs: MixedWorkflow['endsAs'] = 'succeeded') => ({
    name,
    endsAs,
    source: `version: 1\nname: ${name}\nsteps:\n${steps}`,
  })
  const items = `${call('first')}  - id: each
    forEach:
      items: "\${{ [1, 2, 3, 4, 5] }}"
      maxConcurrency: 2
      steps:
${call('item', '        ')}  - id: total
    code: "return steps.each.output.length"
  - id: check
    assert: steps.total.output == 5
${call('last')}`
  return [
    flow('mixed-chain', ['a', 'b', 'c', 'd', 'e'].map((id) => call(id)).join('')),
    flow('mixed-parallel', parallel(call)),
    flow(
      'mixed-approval',
      `${call('before')}  - id: gate\n    approval: { title: "Go on with run \${{ run.number }}?" }\n${call('after')}`,
    ),
    flow('mixed-each', items),
    flow(
      'mixed-failing',
      `${call('first')}  - id: pause\n    wait: { for: 1s }\n  - id: broken\n    assert: "false"\n${call('never')}`,
      'failed',
    ),
    flow('mixed-flaky', `${call('one', '  ', '/flaky')}${call('two', '  ', '/flaky')}`),
    flow(
      'mixed-parent',
      `${call('before')}  - id: child\n    workflow: { use: mixed-chain }\n${call('after')}`,
    ),
    flow('mixed-code', code(ledgerUrl)),
    flow(
      'mixed-naps',
      `${call('one')}${nap('short', '40ms')}${call('two')}${nap('long', '3s')}${call('three')}`,
    ),
  ]
}

function nap(id: string, time: string): string {
  return `  - id: ${id}\n    wait: { for: ${time} }\n`
}

function parallel(call: (id: string, indent: string) => string): string {
  return `  - id: fan
    parallel:
      branches:
        left:
${call('left', '          ')}          - id: pause-left
            wait: { for: 1500ms }
${call('left-again', '          ')}        right:
${call('right', '          ')}        middle:
          - id: pause-middle
            wait: { for: 3s }
${call('middle', '          ')}${call('join', '  ')}`
}

/** Its calls are durable: the code pauses at each, and goes on by replay. */
function code(ledgerUrl: string): string {
  return `  - id: program
    code: |
      const call = (name) => http({ url: '${ledgerUrl}/' + name, method: 'POST' })
      const first = await call('first')
      await sleep('300ms')
      const both = await Promise.all([call('left'), call('right')])
      const last = await call('last')
      return [first, ...both, last].map(({ body }) => body.serial)
  - id: all
    assert: steps.program.output.length == 4
`
}
