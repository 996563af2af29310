import { KINDS } from '../kinds'

/** The example in the documentation of a kind, as a whole document: with the steps and inputs it speaks of. */
export function exampleDocument(kind: keyof typeof KINDS): string {
  const example = /```yaml\n([\s\S]*?)```/.exec(KINDS[kind].docs)?.[1]
  if (example === undefined) throw new Error(`The documentation of ${kind} has no example.`)
  const inputs = [...new Set([...example.matchAll(/inputs\.(\w+)/g)].map(([, name]) => name))]
  const steps = Object.entries(EARLIER).flatMap(([id, step]) =>
    example.includes(`steps.${id}.`) && !example.includes(`id: ${id}\n`) ? [step] : [],
  )
  return `version: 1
name: example
inputs: { ${inputs.map((name) => `${name}: {}`).join(', ')} }
steps:
${steps.join('')}${example.replaceAll(/^(?=.)/gm, '  ')}`
}

/** Steps that examples read. */
const EARLIER = {
  order: '  - { id: order, set: { total: 1 } }\n',
  draft: '  - { id: draft, agent: { model: offline/rules, prompt: x } }\n',
}
