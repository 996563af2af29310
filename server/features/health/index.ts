export { handleDetailedHealth, handleHealth, handleMetrics } from './handlers'
export { type OperationsServer, serveOperations } from './serve-operations'
