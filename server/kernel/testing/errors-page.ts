import { ERROR_CODE_GROUPS } from '../error-codes'

const HEAD = `# Error codes

Every failure of a step has a code. The run shows it with its message and with the advice below; \`retry.on\` can name it, and the steps of \`onError\` read it as \`error.code\`. A \`fail\` step can give a code of its own.

"Retry" says whether another attempt can help: such a failure is tried again as often as the step's \`retry\` says. Naming a code in \`retry.on\` decides it for the step.

This page is written by a program from \`server/kernel/error-codes\`.
`

/** The text of `docs/reference/errors.md`. */
export function errorsPage(): string {
  const groups = ERROR_CODE_GROUPS.map(({ title, codes }) => {
    const rows = Object.entries(codes)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, { meaning, advice, retry }]) => `| \`${code}\` | ${meaning} | ${advice} | ${retry} |`)
    return `## ${title}\n\n| code | what happened | what to do | retry |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
  })
  return `${HEAD}\n${groups.join('\n')}`
}
