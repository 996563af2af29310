import { EditorView } from '@codemirror/view'

/** Changed lines in the colours that mean removed and added everywhere else. */
export const sideBySideTheme = EditorView.theme({
  '&': { height: 'auto' },
  '.cm-content': { padding: '6px 0' },
  '.cm-content:focus-visible': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--danger-soft)' },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine, &.cm-merge-unified .cm-changedLine': {
    backgroundColor: 'var(--success-soft)',
  },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'color-mix(in oklab, var(--danger) 25%, transparent)',
    borderRadius: '2px',
  },
  '&.cm-merge-b .cm-changedText': {
    background: 'color-mix(in oklab, var(--success) 30%, transparent)',
    borderRadius: '2px',
  },
  '.cm-deletedChunk': { paddingLeft: '8px' },
  '.cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { background: 'var(--danger)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--success)' },
  '.cm-collapsedLines': {
    background: 'var(--sunken)',
    color: 'var(--fg-muted)',
    padding: '3px 12px',
    fontFamily: 'var(--font-geist-sans), sans-serif',
    fontSize: '12px',
  },
  // Their own marks are missing in most fonts.
  '.cm-collapsedLines:before': { content: '"⋯ "', marginRight: '0' },
  '.cm-collapsedLines:after': { content: '""' },
  '.cm-collapsedLines:hover': { color: 'var(--fg)' },
})
