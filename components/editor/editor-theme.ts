import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

// Colours are variables of the page's theme, so the editor follows it without being made anew.
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--fg)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-geist-mono), ui-monospace, monospace',
    fontFeatureSettings: 'normal',
    lineHeight: '20px',
    letterSpacing: '0',
  },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--fg)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in oklab, var(--accent) 22%, transparent) !important',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--fg) 3%, transparent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--fg-subtle)',
    border: 'none',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 10px', minWidth: '36px' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--fg)' },
  '.cm-foldGutter .cm-gutterElement': { color: 'var(--fg-subtle)', width: '14px', cursor: 'pointer' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--sunken)',
    border: '1px solid var(--line)',
    color: 'var(--fg-muted)',
    borderRadius: '4px',
    padding: '0 5px',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--accent-line)',
    borderRadius: '2px',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--danger-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in oklab, var(--accent) 12%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-soft)', outline: '1px solid var(--warning-line)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--warning-line)' },
  '.cm-expression': {
    backgroundColor: 'color-mix(in oklab, var(--violet) 9%, transparent)',
    borderRadius: '3px',
  },
  '.cm-expression, .cm-expression *': { color: 'var(--violet-text)' },
})

const floating = EditorView.theme({
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--fg)',
    border: 'none',
    borderRadius: '8px',
    boxShadow: 'var(--pop-shadow)',
    overflow: 'hidden',
    zIndex: '40',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-geist-mono), monospace',
    fontSize: '12px',
    maxHeight: '16rem',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '3px 8px',
    borderRadius: '5px',
    lineHeight: '18px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--active)', color: 'var(--fg)' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent-text)', fontWeight: '600' },
  '.cm-completionDetail': { color: 'var(--fg-muted)', fontStyle: 'normal', marginLeft: '12px' },
  '.cm-tooltip.cm-completionInfo': {
    padding: '8px 10px',
    maxWidth: '26rem',
    fontSize: '12px',
    lineHeight: '18px',
  },
  '.cm-docs': { padding: '8px 10px', maxWidth: '30rem', fontSize: '12px', lineHeight: '18px' },
  '.cm-docs pre': {
    margin: '6px 0 0',
    padding: '6px 8px',
    background: 'var(--sunken)',
    borderRadius: '6px',
    overflow: 'auto',
  },
  '.cm-docs code': { fontSize: '11px' },
  '.cm-docs p': { margin: '0' },
  '.cm-docs p + p': { marginTop: '6px' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--fg)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 10px', fontSize: '12px' },
  '.cm-textfield': {
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    color: 'var(--fg)',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    color: 'var(--fg)',
  },
})

const lint = EditorView.theme({
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--danger)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--warning)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-active': { backgroundColor: 'color-mix(in oklab, var(--danger) 14%, transparent)' },
  '.cm-tooltip .cm-diagnostic, .cm-diagnostic': {
    padding: '8px 10px',
    fontSize: '12px',
    maxWidth: '30rem',
    border: 'none',
  },
  '.cm-diagnostic .cm-docs': { padding: '0' },
  '.cm-diagnosticAction': {
    font: 'inherit',
    display: 'inline-block',
    margin: '6px 6px 0 0',
    padding: '2px 8px',
    backgroundColor: 'var(--surface)',
    color: 'var(--fg)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    cursor: 'pointer',
  },
  '.cm-diagnosticAction:hover': { backgroundColor: 'var(--hover)' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--warning)' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--danger)' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 3px', display: 'flex', alignItems: 'center' },
  '.cm-lint-marker': { width: '8px', height: '8px', borderRadius: '999px' },
  '.cm-lint-marker-error': { content: '""', background: 'var(--danger)' },
  '.cm-lint-marker-warning': { content: '""', background: 'var(--warning)', borderRadius: '2px' },
})

const highlight = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--accent-text)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--fg)' },
  { tag: tags.content, color: 'var(--fg)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: 'var(--info-text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--fg-subtle)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--fg-subtle)' },
  { tag: [tags.labelName, tags.typeName, tags.tagName, tags.meta], color: 'var(--warning-text)' },
])

/** The editor in the colours of the page, light and dark. */
export const editorTheme: Extension = [look, floating, lint, syntaxHighlighting(highlight)]
