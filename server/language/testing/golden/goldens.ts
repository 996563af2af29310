import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '@/server/kernel/json'
import { type GoldenScript, goldenScriptSchema } from './golden-script'
import type { GoldenRun } from './normal-run'

/** Where the outside of golden workflows lives; each engine puts its own address there. */
export const GOLDEN_SERVER = 'http://golden.test'

export interface Golden {
  name: string
  source: string
  inputs: JsonObject
  script: GoldenScript
  /** Documents of the workflows that it runs, by their names. */
  others: Record<string, string>
  /** Absent only while it is being written. */
  expected?: GoldenRun
}

const FOLDER = fileURLToPath(new URL('./fixtures', import.meta.url))

/** All golden workflows: each stands in a folder, with what it is given, what happens around it, and what comes of it. */
export function readGoldens(): Golden[] {
  return readdirSync(FOLDER).sort().map(readGolden)
}

/** Keeps what came of it as what is expected; only when asked for with `PAWL_GOLDEN=write`. */
export function writeExpected({ name }: Golden, run: GoldenRun): void {
  writeFileSync(`${FOLDER}/${name}/expected.json`, `${JSON.stringify(run, null, 2)}\n`)
}

function readGolden(name: string): Golden {
  const at = `${FOLDER}/${name}`
  const others = readdirSync(at).filter((file) => file.endsWith('.yaml') && file !== 'workflow.yaml')
  return {
    name,
    source: readFileSync(`${at}/workflow.yaml`, 'utf8'),
    // Files of this folder, which the test that reads them proves: inputs are checked, what is expected compared.
    inputs: readJson(`${at}/inputs.json`) as JsonObject,
    script: goldenScriptSchema.parse(readJson(`${at}/script.json`) ?? {}),
    others: Object.fromEntries(
      others.map((file) => [file.replace(/\.yaml$/, ''), readFileSync(`${at}/${file}`, 'utf8')]),
    ),
    ...(existsSync(`${at}/expected.json`) ? { expected: readJson(`${at}/expected.json`) as GoldenRun } : {}),
  }
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
