import type { Mask } from '@/server/kernel/masking'
import type { ShellCommand, StepContext } from '@/server/language/contracts'
import { isCutLine } from '@/server/platform/shell'

export interface CommandLog {
  line: ShellCommand['onLine']
  /** Says how many lines the log leaves out, if any. */
  end(): void
}

/** An attempt's log holds 1,000 lines; the rest of them are for what Pawl has to say. */
const MOST_LINES = 900

/** The lines of a command in the log of its step, as they come and without secrets. */
export function createCommandLog(log: StepContext<unknown>['log'], mask: Mask): CommandLog {
  let lines = 0
  return {
    line(stream, line) {
      lines += 1
      if (lines > MOST_LINES) return
      // Where a line was cut, a secret may have been, too: what could be the beginning of one is left out.
      const shown = isCutLine(line) ? `${mask.stream().push(line.slice(0, -1))}…` : mask.text(line)
      log('info', shown, undefined, stream)
    },
    end() {
      if (lines > MOST_LINES)
        log(
          'warn',
          `The command wrote ${lines} lines; the log shows the first ${MOST_LINES}, the output holds what maxOutputKb allows.`,
        )
    },
  }
}
