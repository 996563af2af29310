export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
