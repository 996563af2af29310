import { readFileSync } from 'node:fs'
import os from 'node:os'

/**
 * What the figures hold for.
 * @param {{ postgres: string }} versions
 */
export function describeMachine({ postgres }) {
  const processors = os.cpus()
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(os.totalmem() / 1e9),
    system: `${systemName()} (${os.arch()}, kernel ${os.release()})`,
    node: process.versions.node,
    postgres,
  }
}

function systemName() {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.type()
  } catch {
    return os.type()
  }
}
