/** What a deletion takes, line by line. */
export function Losses({ items }: { items: readonly string[] }) {
  return (
    <ul className="flex list-disc flex-col gap-1 rounded-md bg-danger-soft py-2.5 pr-3 pl-7 text-fg text-sm marker:text-danger">
      {items.map((item) => (
        <li key={item} className="text-pretty">
          {item}
        </li>
      ))}
    </ul>
  )
}
