import { expect, test } from 'vitest'
import { outline } from '@/server/language/definition/editor'
import { outlineRows } from './outline'

test('every list of steps is in the outline, named where it has a name', () => {
  const source = `version: 1
name: a
steps:
  - id: route
    switch:
      value: x
      cases:
        x:
          - id: one
            set: { a: 1 }
      default:
        - id: other
          set: { a: 1 }
  - id: again
    loop:
      until: loop.index > 1
      steps:
        - id: poll
          http: { url: "https://example.com" }
          onError:
            steps:
              - id: handled
                set: { a: 1 }
          undo:
            http: { url: "https://example.com", method: DELETE }
finally:
  - id: tell
    name: Tell everybody
    set: { a: 1 }
`
  expect(
    outlineRows(outline(source)).map(
      ({ id, kind, line, depth }) => `${'  '.repeat(depth)}${id} ${kind} ${line}`,
    ),
  ).toEqual([
    'route switch 4',
    '  x list 8',
    '    one set 9',
    '  default list 11',
    '    other set 12',
    'again loop 14',
    '  poll http 18',
    '    onError list 21',
    '      handled set 22',
    '    undo list 24',
    '      http http 25',
    'finally list 26',
    '  Tell everybody set 27',
  ])
})
