'use client'

import { yaml } from '@codemirror/lang-yaml'
import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { editorTheme } from '../editor/editor-theme'
import { expressionMarks } from '../editor/expression-marks'
import { sideBySideTheme } from './side-by-side-theme'
import type { ComparedSource } from './source-comparison'

export interface SideBySideProps {
  before: ComparedSource
  after: ComparedSource
  /** One below the other, where there is no room for two. */
  isUnified: boolean
}

const COLLAPSED = { margin: 4, minSize: 6 }

/** Two texts with their differences, unchanged parts folded. Load it on demand: it weighs as much as the editor. */
export function SideBySide({ before, after, isUnified }: SideBySideProps) {
  const host = useRef<HTMLDivElement>(null)
  const { source: old, title: oldTitle } = before
  const { source: now, title: nowTitle } = after

  useEffect(() => {
    if (!host.current) return
    if (isUnified) {
      const merge = unifiedMergeView({
        original: old,
        mergeControls: false,
        collapseUnchanged: COLLAPSED,
        allowInlineDiffs: true,
      })
      const state = EditorState.create({
        doc: now,
        extensions: [...shown(`${oldTitle} against ${nowTitle}`), merge],
      })
      const view = new EditorView({ parent: host.current, state })
      return () => view.destroy()
    }
    const view = new MergeView({
      a: { doc: old, extensions: shown(oldTitle) },
      b: { doc: now, extensions: shown(nowTitle) },
      parent: host.current,
      collapseUnchanged: COLLAPSED,
      diffConfig: { scanLimit: 2_000, timeout: 1_000 },
    })
    return () => view.destroy()
  }, [old, now, oldTitle, nowTitle, isUnified])

  return (
    <div
      ref={host}
      className="overflow-hidden rounded-lg border bg-surface [&_.cm-mergeViewEditor+.cm-mergeViewEditor]:border-l"
    />
  )
}

function shown(label: string): Extension[] {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    lineNumbers(),
    yaml(),
    expressionMarks,
    editorTheme,
    sideBySideTheme,
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      role: 'textbox',
      'aria-readonly': 'true',
    }),
  ]
}
