/** Text whose parts between backticks are code. */
export function CodeText({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part's place in the text is its identity
      <code key={index} className="rounded-sm bg-neutral-soft px-1 text-[0.9em] text-fg">
        {part}
      </code>
    ) : (
      part
    ),
  )
}
