import { z } from 'zod'
import { type KindDefinition, ONCE, onlyTemplates, scalarTextField } from './kind'

const KIB = 1024

/**
 * Both stop at the first command that fails and at variables that are not set; bash also in pipes. `--norc`: to bash a
 * socket as stdin, which is what Node gives, means a network login, for which it reads `bashrc`.
 */
const SHELLS = { sh: ['sh', '-eu', '-c'], bash: ['bash', '--norc', '-euo', 'pipefail', '-c'] } as const

const schema = z
  .strictObject({
    run: z
      .array(scalarTextField)
      .min(1, { error: 'Name the program to run.' })
      .refine(([program]) => program !== '', { error: 'Name the program to run.' })
      .optional()
      .meta({ description: 'A program and its arguments, as a list; no shell reads them.' }),
    script: z
      .string()
      .min(1, { error: 'The script is empty.' })
      .max(100_000, { error: 'A script is limited to 100,000 characters.' })
      .optional()
      .meta({
        description: 'A script for a shell. What expressions put in is read as code: pass values in `env`.',
      }),
    shell: z.enum(['sh', 'bash']).optional().meta({ description: 'The shell of `script`.', default: 'sh' }),
    env: z
      .record(
        z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
          error: 'The name of a variable has letters, digits and `_`, and starts with a letter.',
        }),
        scalarTextField,
      )
      .default({})
      .meta({ description: 'Environment variables by name; secrets may stand in them.' }),
    stdin: z.string().optional().meta({ description: 'What the command reads; secrets may stand in it.' }),
    successCodes: z
      .array(z.int().min(0).max(255))
      .min(1, { error: 'Name at least one exit code.' })
      .default([0])
      .meta({ description: 'Exit codes that count as success.' }),
    maxOutputKb: z
      .int()
      .min(1)
      .max(10_240)
      .default(1_024)
      .meta({ description: 'How much of stdout and of stderr is kept, in KiB, at most 10240.' }),
  })
  .refine(({ run, script }) => (run === undefined) !== (script === undefined), {
    error: 'Choose exactly one of `run` and `script`.',
  })
  .refine(({ run, shell }) => run === undefined || shell === undefined, {
    error: 'No shell reads `run`. Leave it out, or write a `script`.',
    path: ['shell'],
  })
  .transform(({ run, script, shell, env, stdin, successCodes, maxOutputKb }) => ({
    argv: run ?? [...SHELLS[shell ?? 'sh'], script ?? ''],
    env,
    ...(stdin === undefined ? {} : { stdin }),
    successCodes,
    maxOutputBytes: maxOutputKb * KIB,
  }))

export type ShellConfig = z.output<typeof schema>

export const shellKind: KindDefinition & { schema: typeof schema } = {
  name: 'shell',
  title: 'Run a command',
  docs: `Runs a program in the folder of the run, which its commands share. The output is \`{ exitCode, stdout, stderr }\`, and both streams go to the step's log line by line. An exit code that is not in \`successCodes\` fails the step with \`shell_exit\`. Off unless the instance and the project allow it.

\`\`\`yaml
- id: clone
  shell: { run: [git, clone, --depth, "1", "\${{ inputs.repo }}", source] }
- id: count
  shell:
    script: |
      cd source
      git ls-files | grep -c "$PATTERN"
    env: { PATTERN: "\${{ inputs.pattern }}" }
    shell: bash
    successCodes: [0, 1]
\`\`\`

A \`script\` stops at the first command that fails. Expressions in it become part of the script, so pass values in \`env\`. Secrets may stand in \`env\` and \`stdin\` only. It is not tried again unless \`retry\` asks for it.`,
  schema,
  retry: ONCE,
  secretFields: ['env', 'stdin'],
  secretsHint:
    'Arguments and scripts show in process lists, so a secret cannot stand here. Put it in `env` or `stdin`.',
  roleOf: onlyTemplates,
  outputOf: () => ({
    type: 'object',
    properties: {
      exitCode: { type: 'integer' },
      stdout: { type: 'string' },
      stderr: { type: 'string' },
    },
  }),
}
