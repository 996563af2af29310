import type { Caller } from '@/server/operations'

export interface TrpcContext {
  caller: Caller
}
