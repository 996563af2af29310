// The two keys of an instance: given, or made at the first start and kept.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { generateX25519Identity } from 'age-encryption'
import { dataDirectory } from './data-directory.mjs'
import { createPrivateJson, readPrivateJson } from './private-files.mjs'

/**
 * `NEXTAUTH_SECRET` signs sessions; `PAWL_SECRET_KEY` decrypts the secrets stored in the database, which are
 * lost without it.
 * @returns {Promise<{ NEXTAUTH_SECRET: string, PAWL_SECRET_KEY: string }>}
 */
export async function instanceSecrets() {
  const { NEXTAUTH_SECRET, PAWL_SECRET_KEY } = process.env
  if (NEXTAUTH_SECRET && PAWL_SECRET_KEY) return { NEXTAUTH_SECRET, PAWL_SECRET_KEY }
  const kept = await keptSecrets()
  return {
    NEXTAUTH_SECRET: NEXTAUTH_SECRET || kept.NEXTAUTH_SECRET,
    PAWL_SECRET_KEY: PAWL_SECRET_KEY || kept.PAWL_SECRET_KEY,
  }
}

async function keptSecrets() {
  const file = path.join(dataDirectory(), 'secrets.json')
  const known = readPrivateJson(file)
  if (known) return known
  const made = {
    NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
    PAWL_SECRET_KEY: await generateX25519Identity(),
  }
  return createPrivateJson(file, made) ? made : readPrivateJson(file)
}
