export { foldMetrics } from './fold'
