// What may be asked of the bench, and with which words.
import { parseArgs } from 'node:util'

export const SUBJECTS = /** @type {const} */ (['pawl', 'dbos', 'restate'])

export const USAGE = `npm run bench:engine                        measure Pawl, DBOS and Restate side by side
npm run bench:engine -- --json FILE         write the figures to a file, too
npm run bench:engine -- --only pawl         only these, separated by commas: ${SUBJECTS.join(', ')}
npm run bench:engine -- --rounds 9          rounds that the median is taken of; 5 unless told otherwise
npm run bench:engine -- --quick             one short round: for a look while working, not for a record
npm run bench:engine -- --split              Pawl's worker in a process of its own, as PAWL_ROLE=worker has it
npm run bench:engine -- --directory DIR     where Postgres and Restate keep their data: a folder on a disk
npm run bench:engine -- --profile DIR       write a CPU profile of Pawl's process into that folder`

const MAX_ROUNDS = 25

/**
 * @typedef {object} Options
 * @property {string[]} only
 * @property {number} rounds
 * @property {boolean} isQuick
 * @property {boolean} isSplit
 * @property {string} [json]
 * @property {string} [directory]
 * @property {string} [profile]
 */

/**
 * @param {string[]} args
 * @returns {Options | 'help'}
 */
export function readOptions(args) {
  const { values } = parse(args)
  if (values.help) return 'help'
  const only = (values.only ?? SUBJECTS.join(',')).split(',').map((name) => name.trim())
  const unknown = only.find((name) => !SUBJECTS.some((subject) => subject === name))
  if (unknown !== undefined) refuse(`There is no "${unknown}" to measure.`)
  const isQuick = values.quick ?? false
  const rounds = Number(values.rounds ?? (isQuick ? 1 : 5))
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > MAX_ROUNDS)
    refuse(`--rounds takes a whole number from 1 to ${MAX_ROUNDS}, not "${values.rounds}".`)
  const { json, directory, profile } = values
  return { only, rounds, isQuick, isSplit: values.split ?? false, json, directory, profile }
}

function parse(args) {
  const text = { type: /** @type {const} */ ('string') }
  const flag = { type: /** @type {const} */ ('boolean') }
  try {
    return parseArgs({
      args,
      options: {
        json: text,
        only: text,
        rounds: text,
        quick: flag,
        split: flag,
        directory: text,
        profile: text,
        help: { ...flag, short: 'h' },
      },
    })
  } catch (error) {
    return refuse(error.message)
  }
}

/** @returns {never} */
function refuse(problem) {
  throw new Error(`${problem}\n\n${USAGE}`)
}
