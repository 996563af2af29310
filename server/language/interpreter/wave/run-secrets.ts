import type { JsonValue } from '@/server/kernel/json'
import { createSecretMarkers, createValueMask } from '../../expressions'
import type { WavePorts } from './ports'
import type { RunSecrets } from './wave-context'

export function createRunSecrets(ports: Pick<WavePorts, 'steps' | 'newNonce'>): RunSecrets {
  const markers = createSecretMarkers(ports.newNonce())
  const read = new Map<string, string>()
  let hideValues = createValueMask([])
  return {
    markers,
    port: {
      async read(caller, name) {
        const value = await ports.steps.secrets.read(caller, name)
        if (value !== undefined && read.get(name) !== value) {
          read.set(name, value)
          hideValues = createValueMask([...read].map(([known, secret]) => ({ name: known, value: secret })))
        }
        return value
      },
    },
    mask: <Value extends JsonValue>(value: Value) => hideValues(markers.maskMarkers(value)),
  }
}
