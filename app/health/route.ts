import { handleHealth } from '@/server/features/health'

export const dynamic = 'force-dynamic'

export { handleHealth as GET }
