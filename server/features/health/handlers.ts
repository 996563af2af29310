import { refuseReader } from './access'
import { answerDetailedHealth, answerHealth, answerMetrics } from './answers'

export const handleHealth = answerHealth

export async function handleDetailedHealth(request: Request): Promise<Response> {
  return refuseReader(askerOf(request), 'app') ?? answerDetailedHealth()
}

export async function handleMetrics(request: Request): Promise<Response> {
  return refuseReader(askerOf(request), 'app') ?? answerMetrics()
}

/** Our server has put the caller's address into `x-forwarded-for`, in place of what was sent. */
function askerOf({ headers }: Request) {
  return {
    authorization: headers.get('authorization'),
    address: headers.get('x-forwarded-for'),
    host: headers.get('host'),
  }
}
