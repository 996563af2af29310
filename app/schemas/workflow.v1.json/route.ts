import { workflowJsonSchema } from '@/server/language/definition'

export const dynamic = 'force-static'

/** An hour, and a day more while it is fetched anew: it changes with the instance's version only. */
const CACHE = 'public, max-age=3600, stale-while-revalidate=86400'

/** The JSON Schema of the workflow language, for any editor with a YAML server, on any page. */
export function GET(): Response {
  return new Response(JSON.stringify(workflowJsonSchema()), {
    headers: {
      'content-type': 'application/schema+json; charset=utf-8',
      'cache-control': CACHE,
      'access-control-allow-origin': '*',
    },
  })
}
