import {
  Decoration,
  type DecorationSet,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'

const matcher = new MatchDecorator({
  regexp: /\$\{\{.*?\}\}/g,
  decoration: Decoration.mark({ class: 'cm-expression' }),
})

/** Marks `${{ … }}`, which YAML itself knows nothing of. */
export const expressionMarks = ViewPlugin.fromClass(
  class {
    marks: DecorationSet

    constructor(view: EditorView) {
      this.marks = matcher.createDeco(view)
    }

    update(update: ViewUpdate) {
      this.marks = matcher.updateDeco(update, this.marks)
    }
  },
  { decorations: (plugin) => plugin.marks },
)
