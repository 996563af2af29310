import { describe, expect, it } from 'vitest'
import { atDepth } from '@/test/depth'
import { checkWorkflow } from './index'

const HEAD = 'version: 1\nname: a\nsteps:\n'
/** Enough that whatever grows with the square is felt; the deep suite takes what is felt by what grows at all. */
const MANY = atDepth(6_000, 60_000)
const text = (value: string) => `${HEAD}- { id: a, set: { v: "${value}" } }\n`

/** Each once took minutes, gigabytes or the whole process: that they end at all is what is tested. */
describe('documents made to hurt are answered', () => {
  it.each<[string, string, string]>([
    ['brackets without end', `a: ${'['.repeat(200_000)}`, 'too_deep'],
    ['list items on one line', `a:\n${'- '.repeat(200_000)}`, 'too_deep'],
    ['an alias of itself', 'a: &a [*a]', 'too_deep'],
    [
      'aliases of aliases',
      `a: &a [${Array(99).fill('x')}]\nb: &b [${Array(99).fill('*a')}]\nc: &c [${Array(99).fill('*b')}]\n`,
      'too_large',
    ],
    ['a hundred thousand aliases', `a: &a x\nb:\n${'- *a\n'.repeat(100_000)}`, 'too_large'],
    [
      'keys by the thousand',
      `${HEAD}- { id: a, set: { v: 1 } }\n${Array.from({ length: MANY }, (_, index) => `key${index}: 1\n`).join('')}`,
      'unknown_key',
    ],
    ['the same key again and again', 'a: 1\n'.repeat(atDepth(10_000, 100_000)), 'duplicate_key'],
    ['broken expressions by the thousand', text('${{ a + }} '.repeat(MANY)), 'expression_syntax'],
    ['open quotes by the thousand', text("${{ 'a }} ".repeat(MANY)), 'expression_syntax'],
    ['unknown names by the thousand', text('${{ nope }} '.repeat(MANY)), 'unknown_name'],
    ['signs without end', text(`\${{ ${'!'.repeat(9_000)}1 }}`), 'expression_syntax'],
    ['functions in functions', text(`\${{ ${'a=>'.repeat(3_000)}1 }}`), 'expression_syntax'],
    [
      'a branch in every branch',
      `${HEAD}- { id: a, code: "${'if(1);else '.repeat(9_000)}1" }\n`,
      'code_syntax',
    ],
    [
      'too many steps',
      HEAD + Array.from({ length: 5_001 }, (_, index) => `- { id: s${index}, set: { v: 1 } }\n`).join(''),
      'too_large',
    ],
    [
      'wrong references by the thousand',
      HEAD +
        Array.from(
          { length: atDepth(1_000, 5_000) },
          (_, index) => `- { id: step${index}, set: { v: "\${{ steps.stp${index}.output }}" } }\n`,
        ).join(''),
      'unknown_step',
    ],
  ])(
    '%s',
    (_, source, code) => {
      const { ok, problems } = checkWorkflow(source)
      expect(ok).toBe(false)
      expect(problems.map((problem) => problem.code)).toContain(code)
      expect(problems.length).toBeLessThanOrEqual(200)
    },
    60_000,
  )

  it('expressions by the thousand in one text are fine', () => {
    expect(checkWorkflow(text('${{ run.id }}'.repeat(MANY))).ok).toBe(true)
  }, 60_000)
})
