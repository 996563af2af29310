'use client'

import { historyField, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentUnit } from '@codemirror/language'
import { lintGutter, nextDiagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { basicSetup } from 'codemirror'
import { type RefObject, useEffect, useRef } from 'react'
import type { Problem } from '@/server/language/contracts'
import type { Surroundings } from '@/server/language/definition'
import type { QuickFix, TextEdit } from '@/server/language/definition/editor'
import { toDiagnostics } from './diagnostics'
import { editorTheme } from './editor-theme'
import { expressionMarks } from './expression-marks'
import { languageAssist } from './language-assist'
import { lineChanges } from './line-changes'
import { offsetAt } from './positions'

/** A place in the document, 1-based; the end exclusive. */
export interface Place {
  line: number
  column?: number
  endLine?: number
  endColumn?: number
}

/** What others may ask of the editor. */
export interface EditorHandle {
  /** Selects what is meant, or sets the cursor before it. */
  jumpTo(place: Place): void
  /** Replaces the whole text, keeping the undo history. */
  replace(text: string): void
  nextProblem(): void
  /** Changes parts of the text in one step that can be undone. */
  edit(edits: readonly TextEdit[]): void
}

/** What the editor remembers while it is not shown: undo history, cursor, folded parts. */
export type EditorMemory = RefObject<unknown>

export interface CodeEditorProps {
  /** Only the first one counts; later texts come by `handle.replace`. */
  initialText: string
  label: string
  isReadOnly?: boolean
  problems?: readonly Problem[]
  /** What a machine can do about some of them. */
  fixes?: ReadonlyMap<Problem, readonly QuickFix[]>
  memory?: EditorMemory
  /** What the document can name besides its own, for completion. */
  surroundings?: Surroundings
  onChange?: (text: string) => void
  onSave?: () => void
  onSubmit?: () => void
  onPublish?: () => void
  onFormat?: () => void
  onCursor?: (line: number) => void
  onReady?: (handle: EditorHandle | undefined) => void
}

const readOnly = new Compartment()

/** CodeMirror for workflow documents. Load it on demand: it weighs more than a page. */
export function CodeEditor(props: CodeEditorProps) {
  const { isReadOnly = false, problems, fixes } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    if (!host.current) return
    const editor = new EditorView({ parent: host.current, state: createState(latest) })
    view.current = editor
    latest.current.onReady?.(handleOf(editor))
    return () => {
      const { memory, onReady } = latest.current
      if (memory) memory.current = editor.state.toJSON(KEPT)
      onReady?.(undefined)
      editor.destroy()
    }
  }, [])

  useEffect(() => {
    const extension = EditorState.readOnly.of(isReadOnly)
    view.current?.dispatch({ effects: readOnly.reconfigure(extension) })
  }, [isReadOnly])

  useEffect(() => {
    if (!view.current || !problems) return
    const { state } = view.current
    view.current.dispatch(setDiagnostics(state, toDiagnostics(state, problems, fixes)))
  }, [problems, fixes])

  return <div ref={host} className="h-full min-h-0 overflow-hidden" />
}

function createState(latest: { current: CodeEditorProps }): EditorState {
  const { initialText, memory } = latest.current
  const config = { extensions: extensionsOf(latest) }
  if (isKept(memory?.current, initialText)) return EditorState.fromJSON(memory?.current, config, KEPT)
  return EditorState.create({ ...config, doc: initialText })
}

/** Beside text and selection. */
const KEPT = { history: historyField }

/** What was kept belongs to this very text; a text that came from elsewhere meanwhile begins anew. */
function isKept(memory: unknown, text: string): boolean {
  return typeof memory === 'object' && memory !== null && 'doc' in memory && memory.doc === text
}

function extensionsOf(latest: { current: CodeEditorProps }): Extension[] {
  const { label, isReadOnly = false } = latest.current
  const call = (name: 'onSave' | 'onSubmit' | 'onPublish' | 'onFormat') => () => {
    latest.current[name]?.()
    return Boolean(latest.current[name])
  }
  return [
    Prec.highest(
      keymap.of([
        { key: 'Mod-s', run: call('onSave') },
        { key: 'Mod-Enter', run: call('onSubmit') },
        { key: 'Mod-Shift-Enter', run: call('onPublish') },
        { key: 'Alt-Shift-f', run: call('onFormat'), preventDefault: true },
      ]),
    ),
    basicSetup,
    // Tab indents; Escape, then Tab, leaves the editor.
    keymap.of([indentWithTab]),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    yaml(),
    lintGutter(),
    languageAssist(() => latest.current.surroundings ?? { projectVars: null }),
    expressionMarks,
    editorTheme,
    EditorView.contentAttributes.of({
      'aria-label': label,
      spellcheck: 'false',
      autocorrect: 'off',
      tabindex: '0',
    }),
    readOnly.of(EditorState.readOnly.of(isReadOnly)),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange?.(update.state.doc.toString())
      if (update.selectionSet || update.docChanged) {
        const { head } = update.state.selection.main
        latest.current.onCursor?.(update.state.doc.lineAt(head).number)
      }
    }),
  ]
}

function handleOf(view: EditorView): EditorHandle {
  return {
    jumpTo({ line, column = 1, endLine = line, endColumn = column }) {
      const { doc } = view.state
      const anchor = offsetAt(doc, line, column)
      const head = Math.max(anchor, offsetAt(doc, endLine, endColumn))
      view.dispatch({
        selection: { anchor, head },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
      })
      view.focus()
    },
    replace(text) {
      const old = view.state.doc.toString()
      // Line by line, so that the cursor stays on its line and undo takes back only what changed.
      view.dispatch({ changes: lineChanges(old, text), userEvent: 'input.replace' })
    },
    nextProblem() {
      nextDiagnostic(view)
      view.focus()
    },
    edit(edits) {
      view.dispatch({
        changes: edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text })),
        userEvent: 'input.fix',
      })
      view.focus()
    },
  }
}
