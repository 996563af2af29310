export { createOrganization } from './create-organization'
