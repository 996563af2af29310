import type { Action, Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import type { Problem } from '@/server/language/contracts'
import type { QuickFix } from '@/server/language/definition/editor'
import { docsElement } from './docs-element'
import { offsetAt } from './positions'

/** Problems as the editor underlines them, each with what can be done about it. */
export function toDiagnostics(
  state: EditorState,
  problems: readonly Problem[],
  fixes?: ReadonlyMap<Problem, readonly QuickFix[]>,
): Diagnostic[] {
  return problems.map((problem) => {
    const { line, column, endLine, endColumn, severity, message, suggestion } = problem
    const from = offsetAt(state.doc, line, column)
    const to = Math.max(from, offsetAt(state.doc, endLine, endColumn))
    const text = suggestion ? `${message}\n\n${suggestion}` : message
    const actions = state.readOnly ? [] : (fixes?.get(problem) ?? []).map((fix) => toAction(fix, state))
    return { from, to, severity, message: text, renderMessage: () => docsElement(text), actions }
  })
}

/** The edits are of the text that was checked: typed over meanwhile, they do nothing. */
function toAction({ label, edits }: QuickFix, { doc }: EditorState): Action {
  return {
    name: label.replaceAll('`', ''),
    apply(view) {
      if (!view.state.doc.eq(doc)) return
      view.dispatch({
        changes: edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text })),
        userEvent: 'input.fix',
      })
      view.focus()
    },
  }
}
