import { systemPool } from '@/server/platform/db'

export const dynamic = 'force-dynamic'

/** Answers 200 while the process serves and reaches its database, 503 otherwise. */
export async function GET(): Promise<Response> {
  try {
    await systemPool().query('SELECT 1')
    return Response.json({ status: 'ok' })
  } catch {
    return Response.json({ status: 'unavailable', reason: 'The database does not answer.' }, { status: 503 })
  }
}
