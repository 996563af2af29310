import { downloadBlob } from './operations/download-blob'
import { getBlob } from './operations/get-blob'

export { deleteBlobs } from './store'

export const blobs = { get: getBlob, download: downloadBlob }
