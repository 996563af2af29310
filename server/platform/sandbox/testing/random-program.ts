import fc from 'fast-check'

/** The source of a random program over durable calls, chance and clock; it collects in `seen` what it learns. */
export const randomProgram: fc.Arbitrary<string> = fc
  .letrec<{ list: string[]; statement: string; branches: string[] }>((tie) => ({
    list: fc.array(tie('statement'), { minLength: 1, maxLength: 3, depthIdentifier: 'program' }),
    branches: fc
      .array(tie('list'), { minLength: 1, maxLength: 3, depthIdentifier: 'program' })
      .map((lists) => lists.map(branch)),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true, depthIdentifier: 'program' },
      durableCall().map((text) => `seen.push(await ${text})`),
      fc.constantFrom(
        'seen.push(Date.now())',
        'seen.push(Math.floor(Math.random() * 1000))',
        'seen.push(await Promise.resolve(seen.length))',
        "throw new Error('given up')",
      ),
      attempted(tie('list')),
      fc
        .tuple(tie('list'), tie('list'))
        .map(([one, other]) => `if (Math.random() < 0.5) { ${one.join('\n')} } else { ${other.join('\n')} }`),
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), tie('list'))
        .map(([times, list]) => `for (let i = 0; i < ${times}; i++) { ${list.join('\n')} }`),
      fc
        .tuple(fc.constantFrom('all', 'race', 'any', 'allSettled'), tie('branches'))
        .map(([join, branches]) => `seen.push(told(await Promise.${join}([${branches.join(', ')}])))`),
    ),
  }))
  .list.map((list) => `${TOLD}\nconst seen = []\n${list.join('\n')}\nreturn seen`)

function durableCall(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.nat(9).map((n) => `http({ url: 'u${n}' })`),
    fc.nat(9).map((n) => `tool('t${n}', { n: ${n}, seen: seen.length })`),
    fc.nat(9).map((n) => `sleep(${n * 1000})`),
  )
}

function attempted(list: fc.Arbitrary<string[]>): fc.Arbitrary<string> {
  return list.map(
    (lines) => `try { ${lines.join('\n')} } catch (error) { seen.push(error.code ?? told(error)) }`,
  )
}

function branch(lines: string[]): string {
  return `(async () => { const seen = []; ${lines.join('\n')}\nreturn seen })()`
}

/** Errors, which are no JSON, by their messages; that of an AggregateError is each engine's own. */
const TOLD = `const told = (value) => JSON.parse(JSON.stringify(value, (key, item) =>
  item instanceof AggregateError ? 'all' : item instanceof Error ? item.message : item))`
