'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { Combobox } from '../ui/combobox'
import { Field } from '../ui/field'
import { RadioGroup } from '../ui/radio'
import { TEMPLATES } from './templates'

const COPY = 'copy'

/** What to begin with: an example, or a copy of a workflow of this project. */
export function TemplateChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const workflows = useQuery(trpc.workflows.list.queryOptions({ projectId })).data ?? []
  const isCopy = value.startsWith(COPY)
  const examples = TEMPLATES.map(({ id, title, hint }) => ({ value: id, label: title, hint }))
  const first = workflows[0]
  const copy = {
    value: COPY,
    label: 'A copy',
    hint: first
      ? 'Begin with the draft of another workflow of this project.'
      : 'There is no workflow to copy yet.',
    isDisabled: !first,
  }
  return (
    <div className="flex flex-col gap-3">
      <Field label="Begin with">
        <RadioGroup
          variant="cards"
          options={[...examples, copy]}
          value={isCopy ? COPY : value}
          onValueChange={(next) => onChange(next === COPY && first ? `${COPY}:${first.name}` : next)}
        />
      </Field>
      {isCopy && (
        <Field label="Workflow to copy">
          <Combobox
            options={workflows.map(({ name, title }) => ({ value: name, label: title, hint: name }))}
            value={value.slice(COPY.length + 1)}
            onValueChange={(name) => onChange(`${COPY}:${name}`)}
            searchPlaceholder="Find a workflow"
          />
        </Field>
      )}
    </div>
  )
}
