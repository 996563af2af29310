/** What each setting is called and means, to people. */
export const SETTING_TEXTS = {
  'retention.runs': {
    label: 'Runs',
    meaning: 'How long a run is kept after it ended. Then the run goes with all that belongs to it.',
  },
  'retention.events': {
    label: 'Run logs',
    meaning: 'How long the log of a run is kept after it ended. Its row, steps and cost stay.',
  },
  'retention.payloads': {
    label: 'Payloads',
    meaning:
      'How long inputs, outputs and logged values are kept after a run ended. When and how it ran stays.',
  },
  'network.allowedHosts': {
    label: 'Allowed hosts',
    meaning: 'Which hosts the steps and model providers of a project may call.',
  },
  'shell.enabled': {
    label: 'Commands',
    meaning: 'Whether shell steps may run programs on the machine that executes the runs.',
  },
} as const

/** Patterns of hosts: a host's own name or address, or `*.` before a name for all its subdomains. */

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/

/** What is wrong with a pattern, in words; `undefined` when nothing is. */
export function hostPatternProblem(pattern: string): string | undefined {
  const text = pattern.trim()
  if (text === '') return 'Give a host, such as api.example.com.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || text.includes('/'))
    return `Give the host alone, without scheme and path: ${hostIn(text) ?? 'api.example.com'}.`
  if (text === '*') return 'A star alone would allow every host. Allow any public host instead.'
  const name = text.startsWith('*.') ? text.slice(2) : text
  if (name.includes('*')) return 'A star may stand only at the beginning, before a dot: *.example.com.'
  if (/^[^:]+:\d+$/.test(name)) return 'Give the host without its port: every port of it counts.'
  const canonical = canonicalHost(name)
  if (canonical === undefined) return `This is no host name: ${text}.`
  if (!text.startsWith('*.')) return undefined
  if (isAddress(canonical)) return 'An address has no subdomains: leave out the star.'
  return canonical.includes('.')
    ? undefined
    : `*.${canonical} would allow far too much: name the domain, too.`
}

/** One spelling a pattern: small letters, no dot at the end, international names in their ASCII form. */
export function canonicalHostPattern(pattern: string): string {
  const text = pattern.trim()
  const isWild = text.startsWith('*.')
  const name = canonicalHost(isWild ? text.slice(2) : text) ?? text.toLowerCase()
  return isWild ? `*.${name}` : name
}

/** Whether a URL's host fits one of the patterns; every host fits `null`. */
export function isHostAllowed(hostname: string, patterns: readonly string[] | null): boolean {
  if (patterns === null) return true
  const name = canonicalHost(hostname)
  return name !== undefined && patterns.some((pattern) => covers(pattern, name))
}

/** Those of `inner` that allow more than `outer` does; none where `outer` allows everything. */
export function widerHosts(inner: readonly string[], outer: readonly string[] | null): string[] {
  if (outer === null) return []
  return inner.filter((pattern) => !outer.some((allowed) => covers(allowed, pattern)))
}

/** The hosts that both lists allow. */
export function commonHosts(
  one: readonly string[] | null,
  other: readonly string[] | null,
): readonly string[] | null {
  if (one === null || other === null) return one ?? other
  const within = (inner: readonly string[], outer: readonly string[]) =>
    inner.filter((pattern) => outer.some((allowed) => covers(allowed, pattern)))
  return [...new Set([...within(one, other), ...within(other, one)])]
}

/** Whether all that `inner` (a host or a pattern) stands for fits the pattern. */
function covers(pattern: string, inner: string): boolean {
  if (pattern === inner) return true
  if (!pattern.startsWith('*.')) return false
  return inner.endsWith(pattern.slice(1)) && inner.length > pattern.length - 1
}

function canonicalHost(name: string): string | undefined {
  const bare = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
  if (/[\s/?#@\\]/.test(bare) || !URL.canParse(`http://${bare}/`)) return undefined
  const { hostname, port } = new URL(`http://${bare}/`)
  if (port !== '') return undefined
  const host = hostname.replace(/\.$/, '')
  return isAddress(host) || host.split('.').every((label) => LABEL.test(label)) ? host : undefined
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host)
}

function hostIn(text: string): string | undefined {
  const url = text.includes('://') ? text : `http://${text}`
  return URL.canParse(url) ? new URL(url).hostname || undefined : undefined
}
