/** The result, or a failure with that message when there is none in time. What is late is left to itself. */
export async function within<T>(work: Promise<T>, limitMs: number, lateMessage: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(lateMessage)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
