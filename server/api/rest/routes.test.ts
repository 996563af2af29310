import { describe, expect, test } from 'vitest'
import { RestRefusal } from './refusal'
import { allowedMethods, matchRoute, restRoutes } from './routes'

describe('every route', () => {
  test('is there once', () => {
    const shapes = restRoutes().map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`)
    expect(shapes.filter((shape, index) => shapes.indexOf(shape) !== index)).toEqual([])
  })

  test.each(restRoutes())('$method $path names fields of the input', ({ operation, path, pathFields }) => {
    expect(path).toMatch(/^(\/([a-z][a-z0-9-]*|\{\w+\}))+$/)
    for (const field of pathFields) expect(Object.keys(operation.input.shape)).toContain(field)
    expect(new Set(pathFields).size).toBe(pathFields.length)
  })

  test('leads to its own operation', () => {
    for (const { method, path, operation } of restRoutes())
      expect(matchRoute(method, path.replaceAll(/[{}]/g, '')).route.operation.name).toBe(operation.name)
  })
})

test('fields of the path are decoded, slashes in them too', () => {
  const { params } = matchRoute('GET', '/projects/prj_1/workflows/a%2Fb%20c')
  expect(params).toEqual({ projectId: 'prj_1', workflow: 'a/b c' })
})

test('text beats a field', () => {
  expect(matchRoute('GET', '/projects/p/approvals/count').route.operation.name).toBe('approvals.count')
  expect(matchRoute('GET', '/projects/p/approvals/apv_1').route.operation.name).toBe('approvals.get')
})

test('an unknown path names the nearest one', () => {
  expect(() => matchRoute('GET', '/projects/prj_1/rums')).toThrow(
    /Did you mean \/api\/v1\/projects\/prj_1\/runs\?/,
  )
  expect(() => matchRoute('GET', '/nothing/like/it/at/all')).toThrow(/openapi\.json/)
})

test('a method that is not allowed names those that are', () => {
  const refused = refusalOf(() => matchRoute('DELETE', '/projects/p/runs'))
  expect(refused).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, OPTIONS, POST' } })
  expect(allowedMethods('/projects/p/secrets/NAME')).toEqual(['DELETE', 'OPTIONS', 'PUT'])
  expect(allowedMethods('/nowhere')).toEqual([])
})

test('a path that is no valid encoding is invalid, no crash', () => {
  expect(() => matchRoute('GET', '/projects/%E0%A4%A/runs')).toThrow(/not valid/)
})

test('HEAD goes where GET goes', () => {
  expect(matchRoute('HEAD', '/projects/p/runs').route.operation.name).toBe('runs.list')
})

function refusalOf(work: () => unknown): RestRefusal | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof RestRefusal) return error
  }
  return undefined
}
