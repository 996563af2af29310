import { AppError } from '@/server/kernel/errors'
import { nearest } from '@/server/language/expressions'
import type { Operation } from '@/server/operations'
import { catalogueOperations } from '../operations'
import { RestRefusal } from './refusal'

export const BASE_PATH = '/api/v1'

const SCOPE_PATHS = { instance: '', org: '/organizations/{orgId}', project: '/projects/{projectId}' } as const

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Segment = { kind: 'text'; text: string } | { kind: 'field'; field: string }

export interface RestRoute {
  operation: Operation
  method: Method
  /** Below `/api/v1`: `/projects/{projectId}/runs/{runId}/cancel`. */
  path: string
  segments: readonly Segment[]
  /** Names of the input's fields that the path holds. */
  pathFields: readonly string[]
}

let built: readonly RestRoute[] | undefined

export function restRoutes(): readonly RestRoute[] {
  built ??= catalogueOperations().map(routeOf)
  return built
}

export function routeOf(operation: Operation): RestRoute {
  const [method, tail = ''] = operation.route.split(' ')
  const path = `${SCOPE_PATHS[operation.within]}${tail}`
  const segments = path.split('/').slice(1).map(segmentOf)
  return {
    operation,
    // The type of `route` begins with one of the methods.
    method: method as Method,
    path,
    segments,
    pathFields: segments.flatMap((segment) => (segment.kind === 'field' ? segment.field : [])),
  }
}

export interface Matched {
  route: RestRoute
  /** Decoded, by the name of the input's field. */
  params: Record<string, string>
}

/** The operation at an address. Throws 404 naming the nearest path, or 405 with what is allowed there. */
export function matchRoute(method: string, path: string): Matched {
  const parts = decode(path)
  const here = restRoutes()
    .filter((route) => fits(route, parts))
    .sort(byText)
  if (here.length === 0) throw new RestRefusal(404, new AppError('not_found', noSuchPath(path)))
  const wanted = method === 'HEAD' ? 'GET' : method
  const route = here.find((candidate) => candidate.method === wanted)
  if (!route) throw methodNotAllowed(method, here)
  const fields = route.segments.flatMap((segment, index) =>
    segment.kind === 'field' ? [[segment.field, parts[index] ?? ''] as const] : [],
  )
  return { route, params: Object.fromEntries(fields) }
}

/** What may be asked of an address, for `Allow`. Empty: nothing is there. */
export function allowedMethods(path: string): string[] {
  const parts = decode(path)
  return allowOf(restRoutes().filter((route) => fits(route, parts)))
}

function segmentOf(text: string): Segment {
  const [, field] = /^\{(\w+)\}$/.exec(text) ?? []
  return field ? { kind: 'field', field } : { kind: 'text', text }
}

function decode(path: string): string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent)
  } catch {
    throw new AppError('invalid_input', 'The path is not valid: a % begins two hexadecimal digits.')
  }
}

function fits({ segments }: RestRoute, parts: readonly string[]): boolean {
  if (segments.length !== parts.length) return false
  return segments.every((segment, index) =>
    segment.kind === 'text' ? segment.text === parts[index] : parts[index] !== '',
  )
}

/** Where two templates fit, written-out text beats a field: `/approvals/count` is no approval. */
function byText(one: RestRoute, other: RestRoute): number {
  const rank = ({ segments }: RestRoute) => segments.map(({ kind }) => (kind === 'text' ? '0' : '1')).join('')
  return rank(one) < rank(other) ? -1 : 1
}

function methodNotAllowed(method: string, here: readonly RestRoute[]): RestRefusal {
  const allow = allowOf(here).join(', ')
  const message = `${method} is not allowed here; ${allow} ${allow.includes(',') ? 'are' : 'is'}.`
  return new RestRefusal(405, new AppError('invalid_input', message), { allow })
}

function allowOf(here: readonly RestRoute[]): string[] {
  if (here.length === 0) return []
  const methods = new Set<string>(here.map(({ method }) => method))
  if (methods.has('GET')) methods.add('HEAD')
  return [...methods.add('OPTIONS')].sort()
}

function noSuchPath(path: string): string {
  const asked = `${BASE_PATH}${path}`
  const near = nearest(path, candidatesFor(path))
  const hint = near ? `Did you mean ${BASE_PATH}${near}?` : `See ${BASE_PATH}/openapi.json for what there is.`
  return `There is nothing at ${asked.slice(0, 200)}. ${hint}`
}

/** Templates with the asked path's own ids in them, so that only what is misspelt counts as different. */
function candidatesFor(path: string): Set<string> {
  const parts = path.split('/').slice(1)
  return new Set(
    restRoutes()
      .filter(({ segments }) => segments.length === parts.length)
      .map(({ segments }) =>
        segments
          .map((segment, index) => `/${segment.kind === 'text' ? segment.text : (parts[index] ?? '')}`)
          .join(''),
      ),
  )
}
