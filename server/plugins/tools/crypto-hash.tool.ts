import { createHash } from 'node:crypto'
import { z } from 'zod'
import { algorithmField, encodingField, textField } from './crypto-fields'
import { defineTool } from './tool'

export const cryptoHash = defineTool({
  name: 'crypto.hash',
  title: 'The digest of a text',
  docs: `Gives the digest of a text: \`sha256\` unless \`algorithm\` says \`sha512\`, \`sha1\` or \`md5\`; in \`hex\`, \`base64\` or \`base64url\`. MD5 and SHA-1 are for systems that ask for them: they protect nothing.

\`\`\`yaml
- id: digest
  tool:
    use: crypto.hash
    input: { text: "\${{ inputs.body }}" }
\`\`\``,
  input: z.strictObject({ text: textField, algorithm: algorithmField, encoding: encodingField }),
  output: z.string(),
  run: async ({ text, algorithm, encoding }) => ({
    ok: true,
    output: createHash(algorithm).update(text, 'utf8').digest(encoding),
  }),
})
