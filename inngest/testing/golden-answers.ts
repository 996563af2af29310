import type { JsonValue } from '@/server/kernel/json'
import type { GoldenAnswer, GoldenScript } from '@/server/language/testing/golden/golden-script'

export interface GoldenRequest {
  method: string
  /** Path and query. */
  target: string
  headers: Record<string, string | undefined>
  body: string
}

export interface ToldAnswer {
  status: number
  headers: Record<string, string>
  body: string
  delayMs: number
}

/** Answers requests as a script says: each path has its own row of answers. Paths that it does not name are there. */
export function goldenAnswers(script: GoldenScript): (request: GoldenRequest) => ToldAnswer {
  const asked = new Map<string, number>()
  return (request) => {
    const path = request.target.split('?')[0] ?? ''
    const count = asked.get(path) ?? 0
    asked.set(path, count + 1)
    const answer = answerAt(script.http[path] ?? [], count)
    if (!answer) return { status: 200, headers: JSON_TYPE, body: JSON.stringify({ path }), delayMs: 0 }
    const { status, headers, delayMs } = answer
    const body = answer.echo ? echoOf(request) : answer.body
    const isText = typeof body === 'string'
    return {
      status,
      headers: { ...(isText ? { 'content-type': 'text/plain' } : JSON_TYPE), ...headers },
      body: isText ? body : JSON.stringify(body),
      delayMs,
    }
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }

function answerAt(answers: readonly GoldenAnswer[], count: number): GoldenAnswer | undefined {
  let before = 0
  for (const answer of answers) {
    before += answer.times
    if (count < before) return answer
  }
  return answers.at(-1)
}

function echoOf({ method, target, headers, body }: GoldenRequest): JsonValue {
  const { authorization = null } = headers
  return {
    method,
    target,
    authorization,
    token: headers['x-token'] ?? null,
    key: headers['idempotency-key'] ?? null,
    type: headers['content-type'] ?? null,
    body,
  }
}
