// Who may import whom; docs/architecture.md gives the reasons. Severity error, no baseline.
// `test/dependency-rules.test.ts` breaks every rule once and must see it refused.

const TESTS = '\\.(test|spec)\\.tsx?$|/testing/'
const SHAPES = '^server/features/[^/]+/(schema|rules)\\.ts$'
const EDITOR_LANGUAGE = '^server/language/(definition|expressions)/'
const DOORS = '^server/features/[^/]+/index\\.ts$'
const EDGES = '^(app|cli|components)/'
const TYPES_ONLY = ['type-only']

/** Each row imports only rows above it, besides itself. */
const LAYERS = [
  { name: 'kernel', path: '^server/kernel/', mayImport: [] },
  { name: 'language', path: '^server/language/', mayImport: ['kernel'] },
  { name: 'platform', path: '^server/platform/', mayImport: ['kernel'] },
  { name: 'plugins', path: '^server/plugins/', mayImport: ['kernel', 'language', 'platform'] },
  {
    name: 'operations',
    path: '^server/operations/',
    mayImport: ['kernel', 'language', 'platform', 'plugins'],
  },
  {
    name: 'features',
    path: '^server/features/',
    mayImport: ['kernel', 'language', 'platform', 'plugins', 'operations'],
  },
  {
    name: 'api',
    path: '^server/api/',
    mayImport: ['kernel', 'language', 'platform', 'plugins', 'operations', 'features'],
  },
  {
    name: 'inngest',
    path: '^inngest/',
    mayImport: ['kernel', 'language', 'platform', 'plugins', 'operations', 'features', 'api'],
  },
]

const OURS = '^(server|inngest|app|cli|components|prisma|scripts|e2e|test|bench)/'
const pathOf = (name) => LAYERS.find((layer) => layer.name === name).path

const layers = LAYERS.map(({ name, path, mayImport }) => ({
  name: `${name}-looks-left-only`,
  comment: `${name} imports only ${mayImport.join(', ') || 'itself'}.`,
  severity: 'error',
  from: { path, pathNot: TESTS },
  to: { path: OURS, pathNot: [path, ...mayImport.map(pathOf)] },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one module, or hide a third. Types alone do not count.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: TYPES_ONLY } },
    },
    {
      name: 'nothing-missing',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'features-by-their-door',
      comment: 'A feature enters another by its index.ts; shapes may build on shapes.',
      severity: 'error',
      from: { path: '^server/features/([^/]+)/', pathNot: [TESTS, SHAPES] },
      to: { path: '^server/features/', pathNot: ['^server/features/$1/', DOORS] },
    },
    {
      name: 'features-from-outside-by-their-door',
      comment:
        'api, inngest, app and cli enter a feature by index.ts; client code also by schema.ts and rules.ts.',
      severity: 'error',
      from: { path: '^(server/api|inngest|app|cli)/', pathNot: [TESTS, '^inngest/wiring\\.ts$'] },
      to: { path: '^server/features/', pathNot: [DOORS, SHAPES] },
    },
    {
      name: 'wiring-lists-ports',
      comment: 'inngest/wiring.ts enters a feature by index.ts or port.ts.',
      severity: 'error',
      from: { path: '^inngest/wiring\\.ts$' },
      to: { path: '^server/features/', pathNot: [DOORS, '^server/features/[^/]+/port\\.ts$'] },
    },
    {
      name: 'shapes-stay-client-safe',
      comment:
        'schema.ts and rules.ts run in the browser too: other shapes, kernel and the editor language only.',
      severity: 'error',
      from: { path: SHAPES },
      to: {
        path: OURS,
        pathNot: [SHAPES, '^server/kernel/', EDITOR_LANGUAGE],
        dependencyTypesNot: TYPES_ONLY,
      },
    },
    {
      name: 'components-take-shapes-only',
      comment: 'Components import schema.ts, rules.ts, the editor language, kernel, and types.',
      severity: 'error',
      from: { path: '^components/', pathNot: TESTS },
      to: {
        path: '^(server|inngest|prisma|scripts|app|cli)/',
        pathNot: [SHAPES, '^server/kernel/', EDITOR_LANGUAGE],
        dependencyTypesNot: TYPES_ONLY,
      },
    },
    {
      name: 'client-code-without-node',
      comment: 'What the browser gets cannot use modules of Node or a database driver.',
      severity: 'error',
      from: { path: [SHAPES, EDITOR_LANGUAGE, '^components/', '^server/kernel/'], pathNot: TESTS },
      to: { dependencyTypes: ['core'], dependencyTypesNot: TYPES_ONLY },
    },
    {
      name: 'client-code-without-drivers',
      comment: 'What the browser gets cannot use modules of Node or a database driver.',
      severity: 'error',
      from: { path: [SHAPES, EDITOR_LANGUAGE, '^components/', '^server/kernel/'], pathNot: TESTS },
      to: { path: '^node_modules/(pg|@prisma|undici|pino|age-encryption)/', dependencyTypesNot: TYPES_ONLY },
    },
    {
      name: 'embedded-knows-the-protocol-only',
      comment:
        'The embedded engine knows kernel and platform: nothing of Pawl, and no other file of inngest/.',
      severity: 'error',
      from: { path: '^inngest/embedded/' },
      to: { path: OURS, pathNot: ['^inngest/embedded/', '^server/(kernel|platform)/'] },
    },
    {
      name: 'app-and-cli-stay-apart',
      comment: 'The command line talks to the API; pages never run commands.',
      severity: 'error',
      from: { path: '^(app|cli)/', pathNot: TESTS },
      to: { path: '^(app|cli|scripts|e2e|test|bench)/', pathNot: '^$1/' },
    },
    {
      name: 'cli-without-components',
      comment: 'A terminal renders no components.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^components/' },
    },
    {
      name: 'product-without-tests',
      comment: 'Code that runs for users imports no test and no folder made for tests.',
      severity: 'error',
      from: { path: [EDGES, '^(server|inngest)/', '^server\\.ts$'], pathNot: TESTS },
      to: { path: [TESTS, '^(e2e|test|bench)/'] },
    },
    {
      name: 'product-without-development-packages',
      comment: 'A package that runs for users belongs to dependencies.',
      severity: 'error',
      from: { path: [EDGES, '^(server|inngest)/', '^server\\.ts$'], pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    {
      name: 'generated-client-behind-its-folder',
      comment: "The generated database client is platform/db's; types come through its index.ts.",
      severity: 'error',
      from: { path: '^(server|inngest|app|cli|components)/', pathNot: '^server/platform/db/' },
      to: { path: '^server/platform/db/generated/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^server/platform/db/generated'] },
    exclude: { path: '(^|/)(\\.next|\\.pawl|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'] },
  },
}
