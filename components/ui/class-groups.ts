import type { Config } from 'tailwind-merge'

/**
 * Which classes contradict each other, as far as this product uses them: the library's own table is three times
 * as big as everything else that merging needs. A test holds it against that table for every class in use.
 */
export function classGroups(): Config<string, string> {
  return {
    cacheSize: 500,
    theme: {},
    classGroups: {
      ...sameFirstWord(ONE_VALUE),
      ...Object.fromEntries(Object.entries(WORDS).map(([group, words]) => [group, [...words]])),
      'font-size': [{ text: [isOneOf('2xs', 'xs', 'sm', 'base', 'lg', 'xl', '2xl'), isLength] }],
      'text-alignment': [{ text: ['left', 'center', 'right', 'justify', 'start', 'end'] }],
      'text-wrap': [{ text: ['wrap', 'nowrap', 'balance', 'pretty'] }],
      'text-overflow': ['truncate', { text: ['ellipsis', 'clip'] }],
      'text-color': [{ text: [any] }],
      'font-family': [{ font: ['sans', 'mono'] }],
      'font-weight': [{ font: ['normal', 'medium', 'semibold', 'bold'] }],
      'flex-direction': [{ flex: ['row', 'row-reverse', 'col', 'col-reverse'] }],
      'flex-wrap': [{ flex: ['nowrap', 'wrap', 'wrap-reverse'] }],
      flex: [{ flex: [any] }],
      ...lineGroups('border', ['', 'x', 'y', 't', 'r', 'b', 'l']),
      'border-style': [{ border: ['solid', 'dashed', 'dotted', 'none'] }],
      'border-collapse': [{ border: ['collapse', 'separate'] }],
      ...lineGroups('divide', ['x', 'y']),
      'divide-style': [{ divide: ['solid', 'dashed', 'dotted', 'none'] }],
      'divide-color': [{ divide: [any] }],
      'outline-style': [{ outline: ['solid', 'dashed', 'dotted', 'none', 'hidden'] }],
      'outline-width': [{ outline: ['', isNumber, isLength] }],
      'outline-offset': [{ 'outline-offset': [any] }],
      'outline-color': [{ outline: [any] }],
      'underline-offset': [{ 'underline-offset': [any] }],
      'decoration-width': [{ decoration: [isNumber, 'from-font', 'auto'] }],
      'decoration-style': [{ decoration: ['solid', 'double', 'dotted', 'dashed', 'wavy'] }],
      'decoration-color': [{ decoration: [any] }],
      'list-type': [{ list: ['none', 'disc', 'decimal'] }],
      'list-position': [{ list: ['inside', 'outside'] }],
      'table-layout': [{ table: ['auto', 'fixed'] }],
      'stroke-width': [{ stroke: [isNumber] }],
      stroke: [{ stroke: [any] }],
      justify: [{ justify: [isOneOf('normal', 'start', 'end', 'center', 'between', 'around', 'evenly')] }],
      'grid-flow': [{ 'grid-flow': [any] }],
      tabular: ['tabular-nums'],
    },
    conflictingClassGroups: {
      ...shorthands('p'),
      ...shorthands('m'),
      size: ['w', 'h'],
      inset: ['inset-x', 'inset-y', 'top', 'right', 'bottom', 'left'],
      'inset-x': ['left', 'right'],
      'inset-y': ['top', 'bottom'],
      gap: ['gap-x', 'gap-y'],
      flex: ['basis', 'grow', 'shrink'],
      overflow: ['overflow-x', 'overflow-y'],
      'font-size': ['leading'],
      translate: ['translate-x', 'translate-y', 'translate-none'],
      'translate-none': ['translate', 'translate-x', 'translate-y'],
      ...sides('border-width', (side) => `border-${side}-width`),
      ...sides('border-color', (side) => `border-${side}-color`),
      rounded: ['t', 'r', 'b', 'l', 'tl', 'tr', 'br', 'bl'].map((corner) => `rounded-${corner}`),
      'rounded-t': ['rounded-tl', 'rounded-tr'],
      'rounded-r': ['rounded-tr', 'rounded-br'],
      'rounded-b': ['rounded-br', 'rounded-bl'],
      'rounded-l': ['rounded-tl', 'rounded-bl'],
      'border-spacing': ['border-spacing-x', 'border-spacing-y'],
      'line-clamp': ['display', 'overflow'],
    },
    conflictingClassGroupModifiers: { 'font-size': ['leading'] },
    postfixLookupClassGroups: [],
    orderSensitiveModifiers: ['before', 'after', 'placeholder', 'file', 'marker', 'selection', '*', '**'],
  }
}

/** Everything that begins so sets one and the same thing. */
const ONE_VALUE = [
  ...['p', 'px', 'py', 'pt', 'pr', 'pb', 'pl', 'm', 'mx', 'my', 'mt', 'mr', 'mb', 'ml'],
  ...['size', 'w', 'h', 'min-w', 'min-h', 'max-w', 'max-h'],
  ...['inset', 'inset-x', 'inset-y', 'top', 'right', 'bottom', 'left', 'z', 'order'],
  ...['gap', 'gap-x', 'gap-y', 'basis', 'grow', 'shrink', 'items', 'self', 'content'],
  ...['justify-items', 'justify-self', 'place-items', 'place-content', 'place-self'],
  ...['grid-cols', 'grid-rows', 'auto-cols', 'auto-rows'],
  ...['col', 'col-start', 'col-end', 'row', 'row-start', 'row-end'],
  ...['overflow', 'overflow-x', 'overflow-y', 'overscroll', 'scroll-py', 'scroll-mt', 'whitespace', 'break'],
  ...['bg', 'fill', 'shadow', 'opacity', 'brightness', 'backdrop-blur', 'mask'],
  ...['rounded', 'rounded-t', 'rounded-r', 'rounded-b', 'rounded-l'],
  ...['rounded-tl', 'rounded-tr', 'rounded-br', 'rounded-bl'],
  ...['leading', 'tracking', 'line-clamp', 'align', 'field-sizing'],
  ...['border-spacing', 'border-spacing-x', 'border-spacing-y', 'accent'],
  ...['cursor', 'select', 'pointer-events', 'touch', 'resize', 'appearance'],
  ...['transition', 'duration', 'delay', 'ease', 'animate', 'origin', 'scale', 'rotate'],
  ...['translate', 'translate-x', 'translate-y'],
]

const WORDS = {
  display: [
    ...['block', 'inline-block', 'inline', 'flex', 'inline-flex', 'grid', 'inline-grid', 'table'],
    ...['table-cell', 'table-row', 'contents', 'list-item', 'flow-root', 'hidden'],
  ],
  position: ['static', 'fixed', 'absolute', 'relative', 'sticky'],
  visibility: ['visible', 'invisible', 'collapse'],
  isolation: ['isolate', { isolation: ['auto'] }],
  'screen-reader': ['sr-only', 'not-sr-only'],
  'text-decoration': ['underline', 'overline', 'line-through', 'no-underline'],
  'text-transform': ['uppercase', 'lowercase', 'capitalize', 'normal-case'],
  'font-style': ['italic', 'not-italic'],
  'translate-none': ['translate-none'],
}

function sameFirstWord(names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, [{ [name]: ['', any] }]]))
}

/** `border-t`, `border-t-2` and `border-t-line`: how thick, and which colour, for each side. */
function lineGroups(name: string, sidesOf: readonly string[]) {
  return Object.fromEntries(
    sidesOf.flatMap((side) => {
      const full = side ? `${name}-${side}` : name
      return [
        [`${full}-width`, [{ [full]: ['', isNumber, isLength] }]],
        ...(name === 'border' ? [[`${full}-color`, [{ [full]: [any] }]]] : []),
      ]
    }),
  )
}

function shorthands(name: 'p' | 'm') {
  return {
    [name]: ['x', 'y', 't', 'r', 'b', 'l'].map((side) => `${name}${side}`),
    [`${name}x`]: [`${name}l`, `${name}r`],
    [`${name}y`]: [`${name}t`, `${name}b`],
  }
}

function sides(whole: string, nameOf: (side: string) => string) {
  return {
    [whole]: ['x', 'y', 't', 'r', 'b', 'l'].map(nameOf),
    [nameOf('x')]: [nameOf('l'), nameOf('r')],
    [nameOf('y')]: [nameOf('t'), nameOf('b')],
  }
}

function any(): boolean {
  return true
}

function isOneOf(...values: string[]) {
  return (value: string) => values.includes(value)
}

function isNumber(value: string): boolean {
  return /^\d+$/.test(value)
}

function isLength(value: string): boolean {
  return /^\[-?[\d.]+[a-z%]+\]$/.test(value)
}
