import type { SecretValue } from '@/server/kernel/masking'

/** Shorter lines say nothing: a bracket, a key without its value. */
const SHORTEST = 8

/** A key of many lines is printed line by line, so each of its lines is a secret, too. */
export function secretsAndLines(secrets: SecretValue[]): SecretValue[] {
  return secrets.flatMap(({ name, value }) => {
    const lines = value.split(/\r?\n/).map((line) => line.trim())
    const long = lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST) : []
    return [{ name, value }, ...long.map((line) => ({ name, value: line }))]
  })
}
