'use client'

import { useProject } from '@/components/data/project'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioGroup } from '@/components/ui/radio'
import { Select } from '@/components/ui/select'
import { grantable, type Held, type NewKeyDraft, type Problems, permissionsOfDraft } from './new-key'
import { PermissionPicker } from './permission-picker'

const PRESETS = [
  {
    value: 'runs',
    label: 'Start and read runs',
    hint: 'Start, cancel, resume and read runs; read workflows.',
  },
  { value: 'read', label: 'Read only', hint: 'See all that you may see; change nothing.' },
  { value: 'everything', label: 'Everything I may', hint: 'All that you may do, but make API keys.' },
  { value: 'chosen', label: 'Choose one by one', hint: 'Pick from what you hold.' },
] as const

const EXPIRIES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never', hint: 'Until somebody revokes it.' },
]

const PLACES = [
  { value: 'all', label: 'Every project I may open' },
  { value: 'some', label: 'Only these projects' },
]

export interface NewKeyFieldsProps {
  draft: NewKeyDraft
  held: Held
  problems: Problems
  onChange: (changes: Partial<NewKeyDraft>) => void
}

export function NewKeyFields({ draft, held, problems, onChange }: NewKeyFieldsProps) {
  const { projectId } = useProject()
  const isUntouched = draft.projectIds.length === 0
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[1fr_11rem]">
        <Field label="Name" error={problems.name} hint="What will use it: nightly import, CI.">
          <Input
            autoFocus
            value={draft.name}
            maxLength={80}
            placeholder="Nightly import"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <Field label="Expires">
          <Select options={EXPIRIES} value={draft.expiry} onValueChange={(expiry) => onChange({ expiry })} />
        </Field>
      </div>
      <Field label="Works in">
        <RadioGroup
          aria-label="Works in"
          options={PLACES}
          value={draft.isLimited ? 'some' : 'all'}
          onValueChange={(place) =>
            onChange({ isLimited: place === 'some', ...(isUntouched && { projectIds: [projectId] }) })
          }
        />
      </Field>
      {draft.isLimited && (
        <fieldset className="-mt-2 flex flex-col gap-2 pl-6">
          <legend className="sr-only">Projects</legend>
          {held.projects.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={draft.projectIds.includes(id)}
              onCheckedChange={(isChosen) =>
                onChange({
                  projectIds: isChosen
                    ? [...draft.projectIds, id]
                    : draft.projectIds.filter((other) => other !== id),
                })
              }
            />
          ))}
          <FieldError message={problems.projects} />
          <p className="text-fg-subtle text-xs">It sees no more of the organization than its name.</p>
        </fieldset>
      )}
      <Permissions draft={draft} held={held} problems={problems} onChange={onChange} />
    </>
  )
}

function Permissions({ draft, held, problems, onChange }: NewKeyFieldsProps) {
  const offered = grantable(draft, held)
  const chosen = permissionsOfDraft(draft, held)
  return (
    <Field
      label="May do"
      error={problems.permissions}
      aside={`${chosen.length} of ${offered.length} permissions`}
    >
      <RadioGroup
        aria-label="May do"
        variant="cards"
        className="grid gap-2 sm:grid-cols-2"
        options={PRESETS}
        value={draft.preset}
        onValueChange={(value) => {
          const preset = PRESETS.find((option) => option.value === value)?.value
          // What the preset gave is where choosing begins.
          if (preset) onChange(preset === 'chosen' ? { preset, chosen } : { preset })
        }}
      />
      {draft.preset === 'chosen' && offered.length > 0 && (
        <PermissionPicker offered={offered} chosen={chosen} onChange={(next) => onChange({ chosen: next })} />
      )}
    </Field>
  )
}
