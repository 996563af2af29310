// How each subject is started: what it needs, and in which process.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateX25519Identity } from 'age-encryption'
import { root } from '../../scripts/data-directory.mjs'
import { deployMigrations } from '../../scripts/migrations.mjs'
import { ensureRoles } from '../../scripts/roles.mjs'
import { bundlePawl } from './bundle-pawl.mjs'
import { installPeers, peerVersions } from './packages.mjs'
import { startSubject } from './subject-process.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))

/**
 * @param {{ postgres: Awaited<ReturnType<typeof import('./durable-postgres.mjs').startDurablePostgres>>, base: string, isSplit: boolean, profile: string | undefined }} surroundings
 * @returns {Record<typeof import('./options.mjs').SUBJECTS[number], () => ReturnType<typeof startSubject>>}
 */
export function preparedSubjects({ postgres, base, isSplit, profile }) {
  return {
    pawl: () => startPawl(postgres, { base, isSplit, profile }),
    dbos: () => startDbos(postgres),
    restate: () => startRestate(base),
  }
}

async function startPawl(postgres, { base, isSplit, profile }) {
  const file = await bundlePawl()
  await postgres.create('pawl')
  const ownerUrl = postgres.ownerUrl('pawl')
  const { appUrl, systemUrl } = await ensureRoles(ownerUrl)
  await deployMigrations(ownerUrl)
  const url = 'http://localhost:3000'
  return startSubject({
    name: 'pawl',
    file,
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: ownerUrl,
      PAWL_APP_DATABASE_URL: appUrl,
      PAWL_SYSTEM_DATABASE_URL: systemUrl,
      PAWL_DATA_DIR: path.join(base, 'pawl'),
      PAWL_URL: url,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
      PAWL_SECRET_KEY: await generateX25519Identity(),
      PAWL_LOG_LEVEL: 'warn',
      BENCH_SPLIT: isSplit ? '1' : '',
      BENCH_PAWL_VERSION: JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version,
      // The embedded engine, whatever the shell that calls has set.
      INNGEST_BASE_URL: '',
      INNGEST_EVENT_KEY: '',
      INNGEST_SIGNING_KEY: '',
    },
    ...(profile !== undefined && {
      execArgv: ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${path.resolve(profile)}`],
    }),
  })
}

async function startDbos(postgres) {
  await installPeers()
  await postgres.create('dbos')
  return startSubject({
    name: 'dbos',
    file: path.join(HERE, 'subjects/dbos.mjs'),
    env: {
      NODE_ENV: 'production',
      BENCH_DATABASE_URL: postgres.ownerUrl('dbos'),
      BENCH_DBOS_VERSION: peerVersions()['@dbos-inc/dbos-sdk'],
    },
  })
}

async function startRestate(base) {
  await installPeers()
  return startSubject({
    name: 'restate',
    file: path.join(HERE, 'subjects/restate.mjs'),
    env: {
      NODE_ENV: 'production',
      BENCH_DIRECTORY: path.join(base, 'restate'),
      BENCH_RESTATE_SERVER_VERSION: peerVersions()['@restatedev/restate-server'],
      BENCH_RESTATE_SDK_VERSION: peerVersions()['@restatedev/restate-sdk'],
    },
  })
}
