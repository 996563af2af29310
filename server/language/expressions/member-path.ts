import type { AnyNode, Identifier, MemberExpression } from 'acorn'

/** `steps.a?.output[i].b` split at its root; `?` parts and computed parts included. */
export interface MemberPath {
  root: Identifier
  segments: MemberSegment[]
  /** Expressions inside brackets, to be checked on their own. */
  computed: AnyNode[]
}

export interface MemberSegment {
  /** Absent when only known at run time. */
  name?: string | number
  /** `?.` stands before it: nothing is read where there is nothing to read it from. */
  isOptional: boolean
  /** The field's own range, without the dot. */
  start: number
  end: number
}

/** The chain that a member expression ends, when it starts at a plain name. */
export function memberPath(node: MemberExpression): MemberPath | undefined {
  const segments: MemberSegment[] = []
  const computed: AnyNode[] = []
  let current: AnyNode = node
  while (current.type === 'MemberExpression' || current.type === 'ChainExpression') {
    if (current.type === 'ChainExpression') {
      current = current.expression
      continue
    }
    const { property, optional: isOptional } = current
    if (!current.computed && property.type === 'Identifier') {
      segments.unshift({ name: property.name, isOptional, start: property.start, end: property.end })
    } else if (property.type === 'Literal' && isFieldName(property.value)) {
      segments.unshift({ name: property.value, isOptional, start: property.start, end: property.end })
    } else {
      segments.unshift({ isOptional, start: property.start, end: property.end })
      computed.push(property)
    }
    current = current.object
  }
  return current.type === 'Identifier' ? { root: current, segments, computed } : undefined
}

function isFieldName(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
