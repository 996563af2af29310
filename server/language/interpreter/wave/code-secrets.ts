import type { JsonObject } from '@/server/kernel/json'
import type { CodeConfig } from '../../definition'
import { parseProgram, referencesOf } from '../../expressions'
import { isSecretName } from '../../expressions/secrets'
import type { WaveContext } from './wave-context'

/** What code sees: the scope, and for the secrets that it names what stands for them until a call sends them. */
export function withSecretMarkers(
  { secrets }: WaveContext,
  { source }: Pick<CodeConfig, 'source'>,
  scope: JsonObject,
): JsonObject {
  const parsed = parseProgram(source)
  const names = parsed.ok ? [...referencesOf(parsed.ast).secrets].filter(isSecretName) : []
  if (names.length === 0) return scope
  return {
    ...scope,
    secrets: Object.fromEntries(names.map((name) => [name, secrets.markers.markerOf(name)])),
  }
}
