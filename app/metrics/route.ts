import { handleMetrics } from '@/server/features/health'

export const dynamic = 'force-dynamic'

export { handleMetrics as GET }
