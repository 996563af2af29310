import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { parseAllowedHosts } from './safe-http/allowed-hosts'

/** One environment variable: what it may hold, and what the README says of it. */
interface Variable<S extends z.ZodType> {
  schema: S
  /** As people read it; where it says more than a value, the schema has no default. */
  default: string
  meaning: string
}

/** Every variable that Pawl reads. The start fills in those that are made or derived. */
export const VARIABLES = {
  PORT: variable(
    z.coerce.number().int().min(1).max(65_535).default(3000),
    '3000',
    'Port to listen on. When it is taken, Pawl uses the next free one and says so.',
  ),
  PAWL_HOST: variable(
    z.string().default('127.0.0.1'),
    '127.0.0.1',
    'Address to listen on. 0.0.0.0 opens Pawl to the network: put HTTPS in front and set PAWL_URL.',
  ),
  PAWL_URL: variable(
    z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    'http://localhost:<port>',
    'The URL people open. Links, sign-in and cookies use it.',
  ),
  PAWL_DATA_DIR: variable(
    z.string().default('.pawl'),
    '.pawl',
    'Folder of the embedded Postgres, the keys and the lock. Back it up while Pawl is stopped.',
  ),
  PAWL_ROLE: variable(
    z.enum(['all', 'web', 'worker']).default('all'),
    'all',
    'What this process does: web serves pages and the API, worker executes runs, all does both. ' +
      'web and worker need DATABASE_URL.',
  ),
  DATABASE_URL: variable(
    postgresUrl(),
    'an embedded Postgres',
    'Postgres 15 or newer, as the role that owns the tables and applies migrations. It may create roles, ' +
      'or the next two variables are set.',
  ),
  PAWL_APP_DATABASE_URL: variable(
    postgresUrl(),
    'role pawl_app, derived from DATABASE_URL',
    'The same database as the role that is bound to one organization at a time. Never a superuser, an owner, ' +
      'or BYPASSRLS.',
  ),
  PAWL_SYSTEM_DATABASE_URL: variable(
    postgresUrl(),
    'role pawl_system, derived from DATABASE_URL',
    'The same database as the role for what spans organizations: sign-in, relay, the embedded engine.',
  ),
  NEXTAUTH_SECRET: variable(
    z.string().min(32, 'must have at least 32 characters').optional(),
    'made at the first start, kept in the data folder',
    'Signs sessions. Processes that share a database share it.',
  ),
  NEXTAUTH_URL: variable(z.url().optional(), 'PAWL_URL', 'Set by Pawl; leave it alone.'),
  PAWL_SECRET_KEY: variable(
    z
      .string()
      .trim()
      .regex(/^AGE-SECRET-KEY-1/, 'must be an age identity (AGE-SECRET-KEY-1…)')
      .optional(),
    'made at the first start, kept in the data folder',
    'Decrypts the stored secrets. Without it they are lost: back it up. Processes that share a database share it.',
  ),
  PAWL_ALLOWED_HOSTS: variable(
    z.string().default('').superRefine(checkAllowedHosts),
    'none',
    'Private hosts, host:port pairs and networks (CIDR) that workflows may call, separated by commas.',
  ),
  PAWL_SHELL: variable(
    z.enum(['on', 'off']).default('off'),
    'off',
    'on lets projects run commands (shell steps) where Pawl executes runs, once a project allows them, too.',
  ),
  PAWL_SHELL_USER: variable(
    z
      .string()
      .regex(/^[1-9]\d{0,9}:[1-9]\d{0,9}$/, 'must be a user and a group that are not root, such as 1001:1001')
      .transform(readShellUser)
      .optional(),
    'the user that Pawl runs as',
    'User and group that commands run as, as numbers: <uid>:<gid>. Pawl has to run as root for it.',
  ),
  PAWL_WORKSPACES: variable(
    z.string().optional(),
    'workspaces in PAWL_DATA_DIR',
    'Folder of the folders that the commands of each run work in. PAWL_SHELL_USER must be able to reach it.',
  ),
  PAWL_SMTP_URL: variable(
    z
      .url({ protocol: /^smtps?$/, error: 'must look like smtps://user:password@mail.example.com:465' })
      .optional(),
    'none: links are copied by hand',
    'Mail server for invitations: smtp(s)://user:password@host:port, with special characters percent-encoded.',
  ),
  PAWL_MAIL_FROM: variable(
    z
      .string()
      .trim()
      .max(320)
      .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'must be an address, such as Pawl <pawl@example.com>')
      .optional(),
    'none',
    'Sender of mail, such as Pawl <pawl@example.com>. Needed with PAWL_SMTP_URL.',
  ),
  PAWL_TRUSTED_PROXIES: variable(
    z.coerce.number().int().min(0).max(10).default(0),
    '0',
    'How many proxies stand in front of Pawl and add to x-forwarded-for. With 0 the header is ignored.',
  ),
  INNGEST_BASE_URL: variable(z.url().optional(), 'the embedded engine', 'A self-hosted Inngest server.'),
  INNGEST_EVENT_KEY: variable(
    z.string().optional(),
    'none',
    'Event key of that server, or of Inngest Cloud.',
  ),
  INNGEST_SIGNING_KEY: variable(z.string().optional(), 'none', 'Signing key that belongs to it.'),
  PAWL_API_RATE_LIMIT: variable(
    z.coerce.number().int().min(1).max(1_000_000).default(600),
    '600',
    'Calls a minute that each API key may make.',
  ),
  PAWL_METRICS_TOKEN: variable(
    z.string().min(16, 'must have at least 16 characters').optional(),
    'none: this machine only',
    'Lets whoever sends it as a bearer token read /metrics and /health/detailed, from anywhere.',
  ),
  PAWL_METRICS_PORT: variable(
    z.coerce.number().int().min(1).max(65_535).optional(),
    'none',
    'Port where a worker process (PAWL_ROLE=worker) serves /metrics and /health on PAWL_HOST.',
  ),
  PAWL_LOG_LEVEL: variable(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    'info',
    'fatal, error, warn, info, debug, trace or silent.',
  ),
} as const

/** Known once Pawl has started; reading one before is a bug or a process started by other means. */
const FILLED_IN = [
  'PAWL_URL',
  'DATABASE_URL',
  'PAWL_APP_DATABASE_URL',
  'PAWL_SYSTEM_DATABASE_URL',
  'NEXTAUTH_SECRET',
  'NEXTAUTH_URL',
  'PAWL_SECRET_KEY',
] as const

type Name = keyof typeof VARIABLES
type FilledIn = (typeof FILLED_IN)[number]
type Given = { [N in Name]: z.output<(typeof VARIABLES)[N]['schema']> }
export type Env = { [N in Name]: N extends FilledIn ? string : Given[N] }

let parsed: { source: string; given: Given; env: Env } | undefined

/** The environment, checked. What the start fills in throws when it is read too early. */
export function env(): Env {
  return read().env
}

/** What the operator set, before Pawl fills in the rest. */
export function givenEnv(): Given {
  return read().given
}

/** Whether an Inngest server is configured; otherwise the embedded engine serves. */
export function usesInngestServer(): boolean {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env()
  return Boolean(INNGEST_BASE_URL || INNGEST_EVENT_KEY || INNGEST_SIGNING_KEY)
}

function read() {
  const values = Object.keys(VARIABLES).map((name) => [name, process.env[name] || undefined] as const)
  const source = JSON.stringify(values)
  if (parsed?.source !== source) {
    const given = parse(Object.fromEntries(values))
    parsed = { source, given, env: refuseMissing(given) }
  }
  return parsed
}

function parse(values: Record<string, string | undefined>): Given {
  const shape = Object.fromEntries(Object.entries(VARIABLES).map(([name, { schema }]) => [name, schema]))
  const result = z.object(shape).safeParse(values)
  // The shape is made of VARIABLES, entry by entry.
  const given = result.success ? (result.data as Given) : undefined
  if (given && (given.PAWL_SMTP_URL === undefined || given.PAWL_MAIL_FROM !== undefined)) return given
  const problems = given
    ? ['PAWL_MAIL_FROM: is needed with PAWL_SMTP_URL: the sender of mail, such as Pawl <pawl@example.com>']
    : (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError('invalid_input', `Check these environment variables.\n${problems.join('\n')}`)
}

function refuseMissing(given: Given): Env {
  const names = new Set<PropertyKey>(FILLED_IN)
  // The proxy throws where a filled-in variable is undefined, so what it returns is what Env says.
  return new Proxy(given, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (value === undefined && names.has(name))
        throw new AppError('invalid_state', `${String(name)} is not set: npm start and npm test set it.`)
      return value
    },
  }) as Env
}

function variable<S extends z.ZodType>(schema: S, shown: string, meaning: string): Variable<S> {
  return { schema, default: shown, meaning }
}

function postgresUrl() {
  return z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }).optional()
}

function readShellUser(text: string): { uid: number; gid: number } {
  const [uid, gid] = text.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function checkAllowedHosts(text: string, context: z.RefinementCtx): void {
  try {
    parseAllowedHosts(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
  }
}
