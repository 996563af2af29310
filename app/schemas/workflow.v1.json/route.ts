import { workflowJsonSchema } from '@/server/language/definition'

export const dynamic = 'force-static'

/** The JSON Schema of the workflow language, for any editor with a YAML server. */
export function GET(): Response {
  return Response.json(workflowJsonSchema(), { headers: { 'access-control-allow-origin': '*' } })
}
