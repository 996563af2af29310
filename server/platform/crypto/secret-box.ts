import { armor, Decrypter, Encrypter, identityToRecipient } from 'age-encryption'
import { env } from '../env'

/** Encrypts for this instance alone; the result is an ASCII-armoured age file. */
export async function encrypt(text: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(instanceIdentity()))
  return armor.encode(await encrypter.encrypt(text))
}

/** Opens what `encrypt` made. Throws when it was made with another `PAWL_SECRET_KEY`. */
export async function decrypt(armoured: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(instanceIdentity())
  try {
    return await decrypter.decrypt(armor.decode(armoured), 'text')
  } catch (cause) {
    throw new Error(
      'A stored secret cannot be opened with this PAWL_SECRET_KEY. Start Pawl with the key it was stored with, or set the secret again.',
      { cause },
    )
  }
}

function instanceIdentity(): string {
  return env().PAWL_SECRET_KEY
}
