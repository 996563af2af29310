import { formatMetrics, METRICS_CONTENT_TYPE } from '@/server/platform/metrics'
import { checkDatabase } from './checks/database'
import { instanceFigures } from './instance-figures'
import { lookAtEverything } from './report'

const NO_STORE = { 'cache-control': 'no-store' }

/** Whether the process serves and reaches its database: 200 or 503. For load balancers and process managers. */
export async function answerHealth(): Promise<Response> {
  const { status, message } = await checkDatabase()
  if (status !== 'failing') return Response.json({ status: 'ok' }, { headers: NO_STORE })
  return Response.json({ status: 'failing', reason: message }, { status: 503, headers: NO_STORE })
}

/** Everything that was looked at; 503 where something fails. */
export async function answerDetailedHealth(): Promise<Response> {
  const report = await lookAtEverything()
  return Response.json(report, { status: report.status === 'failing' ? 503 : 200, headers: NO_STORE })
}

/** The text that Prometheus reads. */
export async function answerMetrics(): Promise<Response> {
  return new Response(await formatMetrics(await instanceFigures()), {
    headers: { 'content-type': METRICS_CONTENT_TYPE, ...NO_STORE },
  })
}
