export * from './definition'
export * from './ports'
export * from './run-store'
export * from './step'
