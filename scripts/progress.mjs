// One calm line a phase: a live one on a terminal, a finished one in a log.

const SAY_AFTER_MS = 2_000
const isTerminal = Boolean(process.stdout.isTTY) && process.env.TERM !== 'dumb'
const hasColour = isTerminal && !process.env.NO_COLOR
const paint = (code) => (text) => (hasColour ? `\x1b[${code}m${text}\x1b[0m` : text)

export const dim = paint('2')
export const bold = paint('1')
const green = paint('32')
const red = paint('31')
const yellow = paint('33')

let live

/**
 * Shows `title` while `work` runs, then one line with its time. `work` may return a detail to show.
 * @template T
 * @param {string} title
 * @param {(note: (detail: string) => void) => Promise<T>} work
 * @param {{ quietBelowMs?: number }} [options] a phase that took less leaves no line
 * @returns {Promise<T>}
 */
export async function phase(title, work, { quietBelowMs = 0 } = {}) {
  const startedAt = performance.now()
  const elapsedMs = () => performance.now() - startedAt
  let detail = ''
  const stopLive = showLive(title, elapsedMs)
  try {
    const result = await work((text) => {
      detail = text
    })
    stopLive()
    if (elapsedMs() >= quietBelowMs) print(`${green('✓')} ${line(title, detail, elapsedMs())}`)
    return result
  } catch (error) {
    stopLive()
    print(`${red('✗')} ${line(title, '', elapsedMs())}`)
    throw error
  }
}

/** @param {string} message */
export function say(message) {
  print(`${dim('·')} ${message}`)
}

/** @param {string} message */
export function warn(message) {
  print(`${yellow('!')} ${message}`)
}

/** @param {string} text */
export function print(text = '') {
  clearLive()
  process.stdout.write(text === '' ? '\n' : `  ${text}\n`)
}

/** @param {string} title @param {number} durationMs @param {string} detail */
export function passed(title, durationMs, detail) {
  print(`${green('✓')} ${line(title, detail, durationMs)}`)
}

/** @param {string} title @param {number} durationMs @param {string} detail */
export function failed(title, durationMs, detail) {
  print(`${red('✗')} ${line(title, detail, durationMs)}`)
}

/** @param {number} durationMs */
export function seconds(durationMs) {
  return `${(durationMs / 1000).toFixed(1)} s`
}

function line(title, detail, durationMs) {
  return `${title.padEnd(22)} ${dim(seconds(durationMs).padStart(7))}${detail ? `  ${dim(detail)}` : ''}`
}

function showLive(title, elapsedMs) {
  if (!isTerminal) {
    const timer = setTimeout(() => print(`… ${title}`), SAY_AFTER_MS).unref()
    return () => clearTimeout(timer)
  }
  const draw = () => {
    live = true
    process.stdout.write(`\r\x1b[2K  ${dim('…')} ${line(title, '', elapsedMs())}`)
  }
  draw()
  const timer = setInterval(draw, 100).unref()
  return () => {
    clearInterval(timer)
    clearLive()
  }
}

function clearLive() {
  if (!live) return
  process.stdout.write('\r\x1b[2K')
  live = false
}
