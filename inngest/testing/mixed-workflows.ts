/** Workflows that between them use every way a run can go on, each calling the ledger from every step. */
export function mixedWorkflows(
  ledgerUrl: string,
): { name: string; source: string; endsAs: 'succeeded' | 'failed' }[] {
  const call = (id: string, indent: string) =>
    `${indent}- id: ${id}\n${indent}  http: { method: POST, url: "${ledgerUrl}/${id}" }\n${indent}  retry: { attempts: 10, backoff: fixed, delay: 200ms }`
  return [
    {
      name: 'mixed-chain',
      endsAs: 'succeeded',
      source: `version: 1\nname: mixed-chain\nsteps:\n${['a', 'b', 'c', 'd', 'e'].map((id) => call(id, '  ')).join('\n')}\n`,
    },
    {
      name: 'mixed-parallel',
      endsAs: 'succeeded',
      source: `version: 1
name: mixed-parallel
steps:
  - id: fan
    parallel:
      branches:
        left:
${call('left', '          ')}
          - id: pause-left
            wait: { for: 1500ms }
${call('left-again', '          ')}
        right:
${call('right', '          ')}
        middle:
          - id: pause-middle
            wait: { for: 3s }
${call('middle', '          ')}
${call('join', '  ')}
`,
    },
    {
      name: 'mixed-approval',
      endsAs: 'succeeded',
      source: `version: 1
name: mixed-approval
steps:
${call('before', '  ')}
  - id: gate
    approval: { title: "Go on with run \${{ run.number }}?" }
${call('after', '  ')}
`,
    },
    {
      name: 'mixed-each',
      endsAs: 'succeeded',
      source: `version: 1
name: mixed-each
steps:
  - id: each
    forEach:
      items: "\${{ [1, 2, 3, 4, 5] }}"
      maxConcurrency: 2
      steps:
${call('item', '        ')}
  - id: total
    code: "return steps.each.output.length"
  - id: check
    assert: steps.total.output == 5
${call('last', '  ')}
`,
    },
    {
      name: 'mixed-failing',
      endsAs: 'failed',
      source: `version: 1
name: mixed-failing
steps:
${call('first', '  ')}
  - id: pause
    wait: { for: 1s }
  - id: broken
    assert: "false"
${call('never', '  ')}
`,
    },
  ]
}
