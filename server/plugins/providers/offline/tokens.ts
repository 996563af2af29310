/** A rough count: four characters a token, as English text has with common tokenizers. */
export function approximateTokens(text: string): number {
  return Math.ceil(text.length / 4)
}
