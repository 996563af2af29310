import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { startCompletion } from '@codemirror/autocomplete'
import { yamlLanguage } from '@codemirror/lang-yaml'
import type { Extension } from '@codemirror/state'
import { type EditorView, hoverTooltip } from '@codemirror/view'
import type { Surroundings } from '@/server/language/definition'
import { type Completion, completionsAt, hoverAt } from '@/server/language/definition/editor'
import { docsElement } from './docs-element'

type Around = () => Surroundings

function complete(context: CompletionContext, around: Around): CompletionResult | null {
  const word = context.matchBefore(/[\w$-]+$/)
  const before = context.state.sliceDoc(Math.max(0, context.pos - 4), context.pos)
  const isAsked = context.explicit || word !== null || /[.{[:] ?$/.test(before)
  if (!isAsked) return null
  const { from, items } = completionsAt(context.state.doc.toString(), context.pos, around())
  if (items.length === 0) return null
  return { from, options: items.map(toOption), validFor: /^[\w$-]*$/ }
}

function toOption({ label, detail, apply, type }: Completion) {
  return {
    label,
    type,
    ...(detail && { detail }),
    ...(apply && {
      apply(view: EditorView, _: unknown, from: number, to: number) {
        // A key that has its colon already keeps it.
        const hasColon = /^\s*:/.test(view.state.sliceDoc(to, to + 3))
        const insert = hasColon ? label : apply
        view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } })
        if (!hasColon && /[:\s]$/.test(insert)) startCompletion(view)
      },
    }),
  }
}

function docs(around: Around): Extension {
  return hoverTooltip(
    (view, pos) => {
      const hover = hoverAt(view.state.doc.toString(), pos, around())
      if (!hover) return null
      return {
        pos: hover.start,
        end: hover.end,
        above: true,
        create: () => ({ dom: docsElement(hover.markdown) }),
      }
    },
    { hoverTime: 350 },
  )
}

/** Completion and documentation from the workflow language itself. */
export function languageAssist(around: Around): Extension {
  return [
    yamlLanguage.data.of({ autocomplete: (context: CompletionContext) => complete(context, around) }),
    docs(around),
  ]
}
