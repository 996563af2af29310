import { handleDownload } from '@/server/api/download/handler'

export const dynamic = 'force-dynamic'

export { handleDownload as GET }
