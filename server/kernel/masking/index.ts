export { createMask, type Mask, type MaskStream, type SecretValue } from './mask'
