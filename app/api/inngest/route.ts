import { createInngest } from '@/inngest/client'
import { serveFunctions } from '@/inngest/serve'
import { usesInngestServer } from '@/server/platform/env'

export const dynamic = 'force-dynamic'

let handler: ((request: Request) => Promise<Response>) | undefined

/** Where a configured Inngest server calls our functions. The embedded engine calls them without HTTP. */
async function handle(request: Request): Promise<Response> {
  if (!usesInngestServer())
    return Response.json(
      { error: 'No Inngest server is configured; the embedded engine serves.' },
      { status: 404 },
    )
  handler ??= serveFunctions(createInngest())
  return handler(request)
}

export { handle as GET, handle as POST, handle as PUT }
