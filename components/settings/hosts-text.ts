import { canonicalHostPattern, hostPatternProblem, widerHosts } from '@/server/features/settings/rules'

/** Hosts as they are typed: one a line, or separated by commas. */
export function hostsIn(text: string): string[] {
  const written = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return [...new Set(written.map(canonicalHostPattern))]
}

/** What is wrong with them; `undefined` when nothing is. `outer`: what the organization allows. */
export function hostsProblem(text: string, outer: readonly string[] | null): string | undefined {
  for (const line of text.split(/[\n,]/)) {
    const problem = line.trim() === '' ? undefined : hostPatternProblem(line)
    if (problem) return `${line.trim()}: ${problem}`
  }
  const wider = widerHosts(hostsIn(text), outer)
  return wider.length > 0 ? `The organization does not allow ${wider.join(', ')}.` : undefined
}
