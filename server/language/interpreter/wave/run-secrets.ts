import { AppError } from '@/server/kernel/errors'
import type { JsonValue } from '@/server/kernel/json'
import { createMask, type SecretValue } from '@/server/kernel/masking'
import type { RunSnapshot, WorkflowDefinition } from '../../contracts'
import { createSecretMarkers } from '../../expressions'
import type { WavePorts } from './ports'
import type { RunSecrets } from './wave-context'

export function createRunSecrets(ports: Pick<WavePorts, 'steps' | 'nonceOf'>, runId: string): RunSecrets {
  const markers = createSecretMarkers(() => ports.nonceOf(runId))
  const read = new Map<string, string>()
  let hidden = createMask([])
  return {
    markers,
    port: {
      async read(caller, name) {
        const value = await ports.steps.secrets.read(caller, name)
        if (value !== undefined && read.get(name) !== value) {
          read.set(name, value)
          hidden = createMask(
            [...read].map(([known, secret]): SecretValue => ({ name: known, value: secret })),
          )
        }
        return value
      },
    },
    mask: <Value extends JsonValue>(value: Value) => hidden.json(markers.maskMarkers(value)),
    maskStream() {
      const stream = hidden.stream()
      const unmarked = (text: string) => markers.maskMarkers(text)
      return { push: (piece) => unmarked(stream.push(piece)), end: () => unmarked(stream.end()) }
    },
  }
}

/**
 * Opens every secret that the definition names, so that this wave hides what an earlier one may have sent:
 * a server can answer later with what it was told before. A value that cannot be decrypted was never sent.
 */
export async function openNamedSecrets(secrets: RunSecrets, snapshot: RunSnapshot): Promise<void> {
  const { orgId, projectId, definition } = snapshot
  for (const name of namedIn(definition))
    await secrets.port.read({ orgId, projectId }, name).catch((error: unknown) => {
      if (!AppError.is(error)) throw error
    })
}

const named = new WeakMap<WorkflowDefinition, ReadonlySet<string>>()

function namedIn(definition: WorkflowDefinition): ReadonlySet<string> {
  const known = named.get(definition)
  if (known) return known
  const written = JSON.stringify(definition).matchAll(NAMED_SECRET)
  const names = new Set([...written].flatMap(([, plain, quoted]) => plain ?? quoted ?? []))
  named.set(definition, names)
  return names
}

/** Rather one too many, from a text that only speaks of a secret, than one too few. */
const NAMED_SECRET = /\bsecrets\s*(?:(?:\?\.|\.)\s*([A-Za-z_]\w*)|(?:\?\.)?\[\s*\\?["'`]([A-Za-z_]\w*))/g
