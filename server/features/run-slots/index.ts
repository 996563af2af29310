export { storedKey } from './keys'
export { isInsideHolder } from './lineage'
export { releasePlaces, takePlace } from './places'
