import { handleDetailedHealth } from '@/server/features/health'

export const dynamic = 'force-dynamic'

export { handleDetailedHealth as GET }
