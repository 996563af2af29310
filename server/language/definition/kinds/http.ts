import { z } from 'zod'
import {
  durationField,
  jsonField,
  type KindDefinition,
  NETWORK_RETRY,
  onlyTemplates,
  scalarTextField,
} from './kind'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const MIB = 1024 * 1024

const scalarTexts = z.union([scalarTextField, z.array(scalarTextField)]).transform((value) => [value].flat())

const secretText = (description: string) => z.string().min(1, { error: 'It is empty.' }).meta({ description })

const auth = z
  .strictObject({
    bearer: secretText('A token, sent as `Authorization: Bearer …`.').optional(),
    basic: z
      .strictObject({ username: secretText('The user name.'), password: secretText('The password.') })
      .optional()
      .meta({ description: 'A user name and password.' }),
    header: z
      .strictObject({ name: secretText('The name of the header.'), value: secretText('Its value.') })
      .optional()
      .meta({ description: 'A header of its own, such as `X-Api-Key`.' }),
  })
  .refine((value) => Object.keys(value).length === 1, {
    error: 'Choose exactly one of `bearer`, `basic` and `header`.',
  })
  .meta({ description: 'How to sign in. Use `${{ secrets.NAME }}` for the secret part.' })

const STATUS_CLASS = /^[1-5]xx$/
const statusText = z
  .string()
  .regex(STATUS_CLASS, { error: 'Expected a status such as `200`, or a class such as `2xx`.' })
const status = z.union([z.int().min(100).max(599), statusText])

const schema = z
  .strictObject({
    method: z.enum(METHODS).default('GET').meta({ description: 'The HTTP method.' }),
    url: z
      .string()
      .min(1, { error: 'The URL is empty.' })
      .meta({ description: 'Where to send the request: `https://…` or `http://…`.' }),
    headers: z.record(z.string(), scalarTextField).default({}).meta({ description: 'Headers by name.' }),
    query: z
      .record(z.string(), scalarTexts)
      .default({})
      .meta({ description: 'Query parameters by name, added to the URL; a list repeats the name.' }),
    json: jsonField('A body sent as JSON.').optional(),
    body: z.string().optional().meta({ description: 'A body sent as it is.' }),
    form: z
      .record(z.string(), scalarTextField)
      .optional()
      .meta({ description: 'A body sent as a web form.' }),
    auth: auth.optional(),
    expect: z
      .strictObject({
        status: z
          .union([status, z.array(status).min(1)])
          .transform((value) => [value].flat())
          .meta({
            description: 'Statuses that count as success: a number, a class such as `2xx`, or a list.',
          }),
      })
      .default({ status: ['2xx'] })
      .meta({ description: 'What counts as success; `2xx` unless said otherwise.' }),
    timeout: durationField('How long one request may take; 30s unless said otherwise, at most 10m.', {
      maxMs: 600_000,
    }).optional(),
    maxResponseBytes: z
      .int()
      .min(1)
      .max(10 * MIB)
      .default(MIB)
      .meta({ description: 'The largest body taken, at most 10 MiB.' }),
    followRedirects: z.boolean().default(true).meta({ description: 'Whether redirects are followed.' }),
  })
  .refine(({ json, body, form }) => [json, body, form].filter((part) => part !== undefined).length <= 1, {
    error: 'Choose one of `json`, `body` and `form`.',
  })
  .transform(({ timeout, expect, ...rest }) => ({
    ...rest,
    expectStatus: expect.status,
    timeoutMs: timeout ?? 30_000,
  }))

export type HttpConfig = z.output<typeof schema>

export const httpKind: KindDefinition & { schema: typeof schema } = {
  name: 'http',
  title: 'Send an HTTP request',
  docs: `Sends a request. The output is \`{ status, headers, body, url, durationMs }\`; \`body\` is parsed when the answer is JSON, else it is text. Private and loopback addresses are refused unless the instance allows them.

\`\`\`yaml
- id: issue
  http:
    url: "https://api.example.com/issues/\${{ inputs.number }}"
    auth: { bearer: "\${{ secrets.API_TOKEN }}" }
\`\`\`

Secrets may stand in \`headers\`, \`query\` and \`auth\`. A failed request is tried three times (1s, 2s between, with jitter) unless \`retry\` says otherwise; each attempt carries the same \`Idempotency-Key\`.`,
  schema,
  retry: NETWORK_RETRY,
  secretFields: ['headers', 'query', 'auth'],
  roleOf: onlyTemplates,
  outputOf: (_, declared) => ({
    type: 'object',
    properties: {
      status: { type: 'integer' },
      headers: {},
      body: {},
      url: { type: 'string' },
      durationMs: { type: 'number' },
      ...propertiesOf(declared),
    },
  }),
}

function propertiesOf(schema: Record<string, unknown> | undefined): Record<string, never> | object {
  const properties = schema?.properties
  return typeof properties === 'object' && properties !== null ? properties : {}
}
