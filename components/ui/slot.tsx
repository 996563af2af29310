'use client'

import {
  type CSSProperties,
  cloneElement,
  type HTMLAttributes,
  isValidElement,
  type ReactElement,
  type ReactNode,
  type Ref,
  use,
  useCallback,
} from 'react'

export interface SlotProps extends HTMLAttributes<HTMLElement> {
  ref?: Ref<HTMLElement> | undefined
  /** The one element that takes the props. */
  children: ReactNode
}

type Props = Record<string, unknown>

/**
 * Gives its props to its only child: classes and styles add up, both handlers run (the child's first), and what
 * the child says otherwise wins.
 */
export function Slot({ children, ref, ...props }: SlotProps) {
  const child = elementOf(children)
  // What an element has as its ref is one.
  const both = useBothRefs(ref, child.props.ref as Ref<HTMLElement> | undefined)
  return cloneElement(child, { ...mergeProps(props, child.props), ref: both })
}

/** What a server component hands over may be on its way still. */
function elementOf(children: ReactNode): ReactElement<Props> {
  let child: unknown = children
  while (isOnItsWay(child)) child = use(child._payload)
  if (isValidElement<Props>(child)) return child
  throw new Error('A slot needs exactly one element as its child.')
}

function isOnItsWay(child: unknown): child is { _payload: Promise<unknown> } {
  return typeof child === 'object' && child !== null && '_payload' in child && isPromise(child._payload)
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}

export function mergeProps(outer: Props, inner: Props): Props {
  const merged: Props = { ...outer }
  for (const [name, value] of Object.entries(inner)) {
    const given = outer[name]
    if (typeof given === 'function' && typeof value === 'function' && /^on[A-Z]/.test(name))
      merged[name] = (...args: unknown[]) => {
        value(...args)
        given(...args)
      }
    else if (name === 'className' || name === 'aria-describedby') merged[name] = joined(given, value)
    // React takes nothing else as a style.
    else if (name === 'style') merged.style = { ...(given as CSSProperties), ...(value as CSSProperties) }
    else if (value !== undefined || given === undefined) merged[name] = value
  }
  return merged
}

function joined(...texts: unknown[]): string | undefined {
  return texts.filter(Boolean).join(' ') || undefined
}

function useBothRefs(
  outer: Ref<HTMLElement> | undefined,
  inner: Ref<HTMLElement> | undefined,
): Ref<HTMLElement> | undefined {
  const both = useCallback(
    (element: HTMLElement | null) => {
      const undo = [attachRef(outer, element), attachRef(inner, element)]
      return () => {
        for (const detach of undo) detach()
      }
    },
    [outer, inner],
  )
  return outer && inner ? both : (outer ?? inner)
}

/** Hands an element to a ref of either kind; the answer takes it back. */
export function attachRef<Element>(ref: Ref<Element> | undefined, element: Element | null): () => void {
  if (!ref) return () => {}
  if (typeof ref !== 'function') {
    ref.current = element
    return () => {
      ref.current = null
    }
  }
  const undo = ref(element)
  return typeof undo === 'function' ? undo : () => void ref(null)
}
