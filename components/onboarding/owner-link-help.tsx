import { CodeBlock } from '@/components/ui/code-block'

/** How to print a fresh owner link. */
export function OwnerLinkHelp({ lead }: { lead: string }) {
  return (
    <div className="flex flex-col gap-3 text-fg-muted text-sm">
      <p className="text-pretty">{lead}</p>
      <CodeBlock code="npm start -- --owner-link" title="In the folder of Pawl" />
      <p className="text-pretty text-fg-subtle text-xs">
        A link works once and for 24 hours; a new one ends the one before.
      </p>
    </div>
  )
}
