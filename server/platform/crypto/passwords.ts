import { hash, verify } from '@node-rs/argon2'

/** OWASP's second recommended argon2id setting: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

let dummyHash: Promise<string> | undefined

/** An argon2id hash with its own salt, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/**
 * Whether the password fits. Without a hash (nobody has that address) it works as long and answers no,
 * so that the time taken does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (passwordHash !== null) return verify(passwordHash, password)
  dummyHash ??= hashPassword('nobody')
  await verify(await dummyHash, password)
  return false
}
