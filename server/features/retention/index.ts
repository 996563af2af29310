import { previewRetention } from './operations/preview-retention'

export const retention = { preview: previewRetention }
