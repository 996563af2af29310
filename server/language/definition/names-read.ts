import { bareExpression, parseExpression, parseProgram, parseTemplate, referencesOf } from '../expressions'
import { visitTexts } from './check/texts'
import { understand } from './check/understand'

export interface NamesRead {
  secrets: Set<string>
  /** Of `vars`, those that the document declares itself included. */
  vars: Set<string>
  /** One of `vars` is chosen at run time, so any may be read. */
  readsAnyVar: boolean
  /** What the document declares under `vars`. */
  ownVars: Set<string>
}

/** Which secrets and variables a workflow's expressions and programs name; of a broken document, as far as it can be read. */
export function namesRead(source: string): NamesRead {
  const names: NamesRead = { secrets: new Set(), vars: new Set(), readsAnyVar: false, ownVars: new Set() }
  const understood = understand(source, { projectVars: null })
  if (understood.root === undefined) return names
  const take = (ast: Parameters<typeof referencesOf>[0]) => {
    const references = referencesOf(ast)
    for (const name of references.secrets) names.secrets.add(name)
    if (references.vars === undefined) names.readsAnyVar = true
    for (const name of references.vars ?? []) names.vars.add(name)
  }
  visitTexts(understood, {
    template(_, text) {
      for (const part of parseTemplate(text).parts) if (part.kind === 'expression') take(part.ast)
    },
    condition(_, text) {
      const parsed = parseExpression(bareExpression(text))
      if (parsed.ok) take(parsed.ast)
    },
    program(_, text) {
      const parsed = parseProgram(text)
      if (parsed.ok) take(parsed.ast)
    },
    plain() {},
    constant() {},
  })
  const { root } = understood
  const own = root.kind === 'map' ? root.entries.get('vars')?.node : undefined
  if (own?.kind === 'map') for (const name of own.entries.keys()) names.ownVars.add(name)
  return names
}
