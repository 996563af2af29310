import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { algorithmField, encodingField, textField } from './crypto-fields'
import { defineTool } from './tool'

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

const input = z
  .strictObject({
    text: textField,
    key: z.string().min(1, { error: 'The key is empty.' }).max(32_768).meta({ description: 'The key.' }),
    keyEncoding: z
      .enum(['utf8', 'base64', 'hex'])
      .default('utf8')
      .meta({ description: 'How the key is written; as plain text unless said otherwise.' }),
    algorithm: algorithmField,
    encoding: encodingField,
  })
  .refine(({ key, keyEncoding }) => keyEncoding !== 'base64' || BASE64.test(key), {
    error: 'It is not Base64.',
    path: ['key'],
  })
  .refine(({ key, keyEncoding }) => keyEncoding !== 'hex' || /^([0-9a-f]{2})+$/i.test(key), {
    error: 'It is not written in pairs of hexadecimal digits.',
    path: ['key'],
  })

export const cryptoHmac = defineTool({
  name: 'crypto.hmac',
  title: 'The signature of a text',
  docs: `Signs a text with a key (HMAC), as many webhooks and APIs ask for. \`sha256\` and \`hex\` unless \`algorithm\` and \`encoding\` say otherwise.

\`\`\`yaml
- id: signature
  tool:
    use: crypto.hmac
    input: { text: "\${{ inputs.body }}", key: "\${{ secrets.SIGNING_KEY }}" }
\`\`\``,
  input,
  output: z.string(),
  run: async ({ text, key, keyEncoding, algorithm, encoding }) => ({
    ok: true,
    output: createHmac(algorithm, Buffer.from(key, keyEncoding)).update(text, 'utf8').digest(encoding),
  }),
})
