import { z } from 'zod'
import { durationField, type KindDefinition, ONCE } from './kind'

const MIB = 1024 * 1024

const source = z
  .string()
  .min(1, { error: 'There is no code.' })
  .max(100_000, { error: 'Code is limited to 100,000 characters.' })
  .meta({ description: 'The body of an async JavaScript function; `return` gives the output.' })

const schema = z
  .union([
    source,
    z.strictObject({
      source,
      timeout: durationField('How long it may compute, at most 60s.', { maxMs: 60_000 }).optional(),
      memoryMb: z
        .int()
        .min(1)
        .max(256)
        .optional()
        .meta({ description: 'Memory it may use in MiB, 1 to 256.', default: 64 }),
      dynamic: z.boolean().optional().meta({
        description: 'What it returns is a list of steps, which are checked and then run.',
        default: false,
      }),
    }),
  ])
  .transform((written) => {
    const { source, timeout, memoryMb, dynamic } = typeof written === 'string' ? { source: written } : written
    return {
      source,
      timeoutMs: timeout ?? 5_000,
      memoryBytes: (memoryMb ?? 64) * MIB,
      isDynamic: dynamic ?? false,
    }
  })
  .meta({ description: 'JavaScript, or a mapping with `source`, `timeout`, `memoryMb` and `dynamic`.' })

export type CodeConfig = z.output<typeof schema>

export const codeKind: KindDefinition & { schema: typeof schema } = {
  name: 'code',
  title: 'Run JavaScript in a sandbox',
  docs: `Runs JavaScript: the body of an async function, whose \`return\` value is the output. It sees \`inputs\`, \`vars\`, \`steps\`, \`run\` and \`item\` as plain values (write \`inputs.name\`, not \`\${{ inputs.name }}\`); \`console.log\` goes to the step's log. By default it may compute for 5s in 64 MiB.

\`\`\`yaml
- id: publish
  code: |
    const words = inputs.text.split(/\\s+/)
    const post = await http({
      url: 'https://blog.example/posts', method: 'POST', json: { words },
      auth: { bearer: secrets.BLOG_TOKEN },
    })
    await sleep('1h')
    const { values } = await approval({ title: 'Announce ' + post.body.id + '?' })
    return { count: words.length, note: values.note, at: new Date().toISOString() }
\`\`\`

\`await http({…})\`, \`tool(name, input)\`, \`agent({…})\`, \`sleep('10m')\`, \`approval({…})\` and \`workflow(name, { inputs })\` take what the steps of their kind take, and are durable: each is a step of its own, the code pauses at it and goes on with its recorded result, also after days and restarts. Calls that are not awaited one by one run side by side: \`await Promise.all([http(a), http(b)])\`. A failed call throws an error with \`code\` and \`message\`. Otherwise there is no network and no file; \`Date.now()\` and \`Math.random()\` give the same values each time the code is repeated. A secret is an opaque text, whose value is put in where a call sends it.

With \`dynamic: true\` the code returns \`{ steps: […] }\`: steps as a document writes them, which are checked and run; the output is that of the last one.

An error it throws fails the step with the code \`code_failed\`. It is not tried again unless \`retry\` asks for it: \`retry: { attempts: 3, on: [code_failed] }\`. A further attempt repeats the code with the calls it has made: those that ended are not made again, as each was tried by its own policy. A resume makes those that failed anew.`,
  schema,
  retry: ONCE,
  secretFields: [],
  roleOf: (path) => (path.length === 0 || path[0] === 'source' ? 'program' : 'template'),
  outputOf: (_, declared) => declared ?? {},
}
