// Pawl, DBOS and Restate on one machine, one disk, one Postgres with fsync on.
import { writeFileSync } from 'node:fs'
import { dim, phase, print, warn } from '../../scripts/progress.mjs'
import { startDurablePostgres } from './durable-postgres.mjs'
import { describeMachine } from './machine.mjs'
import { choosePlace } from './place.mjs'
import { asJson, asTable } from './report.mjs'
import { measureRounds } from './rounds.mjs'
import { preparedSubjects } from './subjects.mjs'

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

/** What has to be undone, last first, however the bench ends. */
const undo = []

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<boolean>} whether everything asked for was measured
 */
export async function bench(options) {
  for (const [signal, code] of Object.entries(EXIT_CODES))
    process.once(signal, () => void cleanUp().then(() => process.exit(code)))
  try {
    const report = await measure(options)
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`)
    print()
    for (const line of asTable(report, options.only)) print(line)
    print()
    return options.only.every((name) => report[name] !== null)
  } finally {
    await cleanUp()
  }
}

async function measure({ only, rounds, isQuick, isSplit, directory, profile }) {
  const place = await choosePlace(directory)
  undo.push(place.remove)
  const postgres = await phase('Postgres', () => startDurablePostgres(place.base))
  undo.push(postgres.stop)
  await postgres.create('floor')
  const machine = describeMachine({ postgres: postgres.version })
  print(dim(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}`))

  const onFailure = (name, error) => warn(`${name} is not measured. ${error.message}`)
  const starts = preparedSubjects({ postgres, base: place.base, isSplit, profile })
  const subjects = []
  for (const name of only) {
    try {
      const subject = await phase(`Start ${name}`, starts[name])
      undo.push(subject.close)
      subjects.push(subject)
    } catch (error) {
      onFailure(name, error)
    }
  }
  const floorUrl = postgres.ownerUrl('floor')
  const measured = await measureRounds(subjects, { rounds, isQuick, floorUrl, onFailure })
  const versions = Object.assign({}, ...subjects.map((subject) => subject.versions))
  return asJson({ machine: { ...machine, ...versions }, ...measured })
}

async function cleanUp() {
  for (const step of undo.splice(0).reverse()) {
    try {
      await step()
    } catch (error) {
      warn(`Left behind: ${error.message}`)
    }
  }
}
