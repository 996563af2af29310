/**
 * Zod compiles parsers with `new Function` where it may; our content security policy forbids it. Zod reads this
 * object when it is loaded, and few pages load it, so none of it is imported here.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

export {}
