'use client'

import { indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentUnit } from '@codemirror/language'
import { type Diagnostic, lintGutter, nextDiagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import type { Problem } from '@/server/language/contracts'
import { docsElement } from './docs-element'
import { editorTheme } from './editor-theme'
import { expressionMarks } from './expression-marks'
import { languageAssist } from './language-assist'
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
}

export interface CodeEditorProps {
  /** Only the first one counts; later texts come by `handle.replace`. */
  initialText: string
  label: string
  isReadOnly?: boolean
  problems?: readonly Problem[]
  /** For completion; null: not known. */
  projectVars?: readonly string[] | null
  onChange?: (text: string) => void
  onSave?: () => void
  onSubmit?: () => void
  onCursor?: (line: number) => void
  onReady?: (handle: EditorHandle | undefined) => void
}

const readOnly = new Compartment()

/** CodeMirror for workflow documents. Load it on demand: it weighs more than a page. */
export function CodeEditor(props: CodeEditorProps) {
  const { isReadOnly = false, problems } = props
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
      latest.current.onReady?.(undefined)
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
    view.current.dispatch(setDiagnostics(state, toDiagnostics(state, problems)))
  }, [problems])

  return <div ref={host} className="h-full min-h-0 overflow-hidden" />
}

function createState(latest: { current: CodeEditorProps }): EditorState {
  const { initialText, label, isReadOnly = false } = latest.current
  const call = (name: 'onSave' | 'onSubmit') => () => {
    latest.current[name]?.()
    return Boolean(latest.current[name])
  }
  return EditorState.create({
    doc: initialText,
    extensions: [
      Prec.highest(
        keymap.of([
          { key: 'Mod-s', run: call('onSave') },
          { key: 'Mod-Enter', run: call('onSubmit') },
        ]),
      ),
      basicSetup,
      // Tab indents; Escape, then Tab, leaves the editor.
      keymap.of([indentWithTab]),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      yaml(),
      lintGutter(),
      languageAssist(() => ({ projectVars: latest.current.projectVars ?? null })),
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
    ],
  })
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
      const { anchor } = view.state.selection.main
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: Math.min(anchor, text.length) },
      })
    },
    nextProblem() {
      nextDiagnostic(view)
      view.focus()
    },
  }
}

function toDiagnostics(state: EditorState, problems: readonly Problem[]): Diagnostic[] {
  return problems.map(({ line, column, endLine, endColumn, severity, message, suggestion }) => {
    const from = offsetAt(state.doc, line, column)
    const to = Math.max(from, offsetAt(state.doc, endLine, endColumn))
    const text = suggestion ? `${message}\n\n${suggestion}` : message
    return { from, to, severity, message: text, renderMessage: () => docsElement(text) }
  })
}
