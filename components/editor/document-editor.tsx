'use client'

import { type RefObject, useEffect, useState } from 'react'
import type { Problem } from '@/server/language/contracts'
import type { QuickFix } from '@/server/language/definition/editor'
import { CodeEditor, type EditorHandle, type EditorMemory, type Place } from './code-editor'
import { ProblemsPanel } from './problems-panel'
import { StepOutline } from './step-outline'
import { useChecked } from './use-checked'
import { useSurroundings } from './use-surroundings'

export interface DocumentEditorProps {
  initialText: string
  text: string
  isReadOnly: boolean
  problems: readonly Problem[]
  onProblems: (problems: readonly Problem[]) => void
  onChange: (text: string) => void
  onSave: () => void
  onSubmit: () => void
  onPublish: () => void
  onFormat: () => void
  memory: EditorMemory
  editor: RefObject<EditorHandle | undefined>
}

/** A workflow document with its problems below and its steps beside it. */
export function DocumentEditor(props: DocumentEditorProps) {
  const { text, problems, onProblems, editor } = props
  const surroundings = useSurroundings()
  const checked = useChecked(text, surroundings)
  const [line, setLine] = useState(1)

  useEffect(() => onProblems(checked.problems), [checked.problems, onProblems])

  const jump = (place: Place) => editor.current?.jumpTo(place)
  const fix = ({ edits }: QuickFix) => editor.current?.edit(edits)
  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="min-h-0 flex-1">
          <CodeEditor
            initialText={props.initialText}
            label="Workflow document"
            isReadOnly={props.isReadOnly}
            problems={problems}
            fixes={checked.fixes}
            memory={props.memory}
            surroundings={surroundings}
            onChange={props.onChange}
            onSave={props.onSave}
            onSubmit={props.onSubmit}
            onPublish={props.onPublish}
            onFormat={props.onFormat}
            onCursor={setLine}
            onReady={(handle) => {
              editor.current = handle
            }}
          />
        </div>
        <ProblemsPanel
          problems={problems}
          fixes={checked.fixes}
          isChecking={checked.isChecking}
          onJump={jump}
          onFix={props.isReadOnly ? undefined : fix}
        />
      </div>
      <aside className="w-64 shrink-0 border-l bg-surface max-lg:hidden">
        <StepOutline steps={checked.rows} line={line} onJump={({ line: at }) => jump({ line: at })} />
      </aside>
    </div>
  )
}
