import { createMask } from '@/server/kernel/masking'
import type { ProviderCall, ProviderResult } from '@/server/plugins/providers/provider'

type Request = ProviderCall['request']

/** Hides a provider's key in all that a server answers, also in what streams in: a proxy may echo it. */
export async function hidingKey(
  key: { secret: string; value: string } | undefined,
  request: Request,
  call: (request: Request) => Promise<ProviderResult>,
): Promise<ProviderResult> {
  if (!key) return call(request)
  const mask = createMask([{ name: key.secret, value: key.value }])
  const { onText } = request
  const stream = mask.stream()
  const tell = (text: string) => {
    if (text !== '') onText?.(text)
  }
  const result = await call(onText ? { ...request, onText: (delta) => tell(stream.push(delta)) } : request)
  tell(stream.end())
  if (!result.ok) return { ...result, message: mask.text(result.message) }
  return {
    ...result,
    text: mask.text(result.text),
    ...(result.object !== undefined && { object: mask.json(result.object) }),
  }
}
