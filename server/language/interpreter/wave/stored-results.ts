import { isJsonObject, type JsonObject, type JsonValue } from '@/server/kernel/json'
import type { Step } from '../../contracts'
import type { WaveContext } from './wave-context'

/**
 * The scope with the stored results that this step speaks of read into it. Rather one too many, for a text that
 * only looks as if it read a step, than one too few.
 */
export async function withStoredResults(
  wave: WaveContext,
  step: Step,
  scope: JsonObject,
): Promise<JsonObject> {
  return wave.stored.isUsed ? withResultsReadBy(wave, textOf(step), scope) : scope
}

/** The same for any text with expressions. */
export async function withResultsReadBy(
  { stored }: WaveContext,
  text: string,
  scope: JsonObject,
): Promise<JsonObject> {
  if (!stored.isUsed) return scope
  const { steps, ...names } = scope
  const read = async ([name, value]: [string, JsonValue]): Promise<[string, JsonValue]> => [
    name,
    text.includes(name) ? await stored.read(value) : value,
  ]
  return {
    ...Object.fromEntries(await Promise.all(Object.entries(names).map(read))),
    steps: Object.fromEntries(await Promise.all(Object.entries(isJsonObject(steps) ? steps : {}).map(read))),
  }
}

const texts = new WeakMap<Step, string>()

/** All that a step can read from; the lists inside it read for themselves. */
function textOf(step: Step): string {
  const known = texts.get(step)
  if (known !== undefined) return known
  const { config, if: condition, cache, concurrency } = step
  const text = JSON.stringify([config, condition, cache, concurrency])
  texts.set(step, text)
  return text
}
