/** `npm run test:deep` runs some suites again, with more: examples, sizes, pages, colours, widths. */
export const isDeep = process.env.PAWL_TEST_DEEP === '1'

/** How many: `npm test` proves it on few, the deep suite on many. */
export function atDepth(few: number, many: number): number {
  return isDeep ? many : few
}
