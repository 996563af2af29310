import { z } from 'zod'

const json = z.json()

/** How the outside answers one request; with `times`, so many requests in a row. The last one stands for all after. */
const answerSchema = z.strictObject({
  status: z.int().default(200),
  /** Sent as JSON, unless it is a text. */
  body: json.default(null),
  headers: z.record(z.string(), z.string()).default({}),
  /** It answers with what it was sent instead: method, path, query, authorization, token and body. */
  echo: z.boolean().default(false),
  delayMs: z.int().default(0),
  times: z.int().min(1).default(1),
})
export type GoldenAnswer = z.output<typeof answerSchema>

/** What has to be in the log before something is done. */
const momentSchema = z.strictObject({
  type: z.string(),
  path: z.string().optional(),
  /** How many such events there have to be. */
  count: z.int().min(1).default(1),
})

const actFields = {
  when: momentSchema,
  /** The step whose child run is meant; absent: the run itself. */
  inRunOf: z.string().optional(),
}

const actSchema = z.discriminatedUnion('do', [
  z.strictObject({
    ...actFields,
    do: z.literal('decide'),
    path: z.string(),
    verdict: z.enum(['approved', 'rejected']),
    values: z.record(z.string(), json).optional(),
    comment: z.string().optional(),
  }),
  z.strictObject({
    ...actFields,
    do: z.enum(['cancel', 'pause', 'continue', 'resume', 'rollBack']),
  }),
  z.strictObject({ ...actFields, do: z.literal('emit'), name: z.string(), data: json.default(null) }),
])
export type GoldenAct = z.output<typeof actSchema>

/** What the world around a golden workflow does. */
export const goldenScriptSchema = z.strictObject({
  /** By the path of the URL. */
  http: z.record(z.string(), z.array(answerSchema).min(1)).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
  /** What people and other systems do, one after the other, each as soon as its moment has come. */
  acts: z.array(actSchema).default([]),
})
export type GoldenScript = z.output<typeof goldenScriptSchema>
