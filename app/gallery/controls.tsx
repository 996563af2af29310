'use client'

import { Play, Plus, RotateCcw, Search, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Keys } from '@/components/ui/kbd'
import { RadioGroup } from '@/components/ui/radio'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { Textarea } from '@/components/ui/textarea'
import { Chapter, Specimen } from './specimen'

const MODELS = ['claude-sonnet-4-5', 'gpt-5.1', 'gemini-3-pro', 'qwen3-coder', 'offline'].map((value) => ({
  value,
  label: value,
  hint: value === 'offline' ? 'Rules, no AI' : '$3 / $15 per million',
}))

export function Controls() {
  return (
    <Chapter title="Controls">
      <Buttons />
      <Specimen name="Text fields" className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name" hint="Shown in lists and breadcrumbs." isRequired>
          <Input defaultValue="Release notes" />
        </Field>
        <Field label="Address" error="This address is taken. Choose another one.">
          <Input defaultValue="release-notes" />
        </Field>
        <Field label="Find" isOptional>
          <Input type="search" leading={<Search />} placeholder="Search runs" trailing={<Keys keys="/" />} />
        </Field>
        <Field label="Locked">
          <Input disabled defaultValue="Set by the organization" />
        </Field>
        <Field label="Notes" aside="12 / 200" className="sm:col-span-2">
          <Textarea placeholder="What should the reviewer know?" />
        </Field>
      </Specimen>
      <Choices />
    </Chapter>
  )
}

function Buttons() {
  return (
    <>
      <Specimen name="Button">
        <Button variant="primary" icon={<Play />}>
          Run workflow
        </Button>
        <Button icon={<RotateCcw />}>Retry</Button>
        <Button variant="ghost">Cancel</Button>
        <Button variant="danger-quiet">Reject</Button>
        <Button variant="danger" icon={<Trash2 />}>
          Delete project
        </Button>
      </Specimen>
      <Specimen name="Sizes">
        <Button size="sm">Small</Button>
        <Button size="md">Medium</Button>
        <Button size="lg" variant="primary">
          Large
        </Button>
        <Button asChild>
          <Link href="/gallery">As a link</Link>
        </Button>
      </Specimen>
      <Specimen name="Loading, disabled">
        <Button variant="primary" isLoading icon={<Play />}>
          Run workflow
        </Button>
        <Button isLoading>Retry</Button>
        <Button variant="primary" disabled>
          Approve
        </Button>
        <Button disabled>Retry</Button>
      </Specimen>
      <Specimen name="Icon button">
        <IconButton label="Add" shortcut="c">
          <Plus />
        </IconButton>
        <IconButton label="Retry" variant="secondary">
          <RotateCcw />
        </IconButton>
        <IconButton label="Small" size="sm">
          <Plus />
        </IconButton>
        <IconButton label="Loading" isLoading>
          <Plus />
        </IconButton>
        <IconButton label="Disabled" disabled>
          <Trash2 />
        </IconButton>
      </Specimen>
    </>
  )
}

function Choices() {
  const [tone, setTone] = useState('plain')
  const [model, setModel] = useState('gpt-5.1')
  const [scope, setScope] = useState<'mine' | 'roles' | 'all'>('mine')
  const [policy, setPolicy] = useState('one')
  return (
    <>
      <Specimen name="Select, combobox" className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Tone">
          <Select
            value={tone}
            onValueChange={setTone}
            options={[
              { value: 'plain', label: 'Plain' },
              { value: 'warm', label: 'Warm', hint: 'For customers' },
              { value: 'legal', label: 'Legal', isDisabled: true },
            ]}
          />
        </Field>
        <Field label="Model">
          <Combobox value={model} onValueChange={setModel} options={MODELS} isCustomAllowed />
        </Field>
        <Field label="Role" error="Choose a role.">
          <Select
            value={undefined}
            onValueChange={() => {}}
            options={[{ value: 'viewer', label: 'Viewer' }]}
          />
        </Field>
        <Field label="Locked model" hint="Set by the organization.">
          <Combobox value="offline" onValueChange={() => {}} options={MODELS} isDisabled />
        </Field>
      </Specimen>
      <Specimen name="Checkbox, switch" className="grid items-start gap-x-8 gap-y-3 sm:grid-cols-2">
        <div className="flex flex-col gap-3">
          <Checkbox label="Notify me when it ends" hint="By e-mail, once." defaultChecked />
          <Checkbox label="Some of them" checked="indeterminate" />
          <Checkbox label="Not available" disabled />
          <Checkbox label="Not available, on" disabled defaultChecked />
        </div>
        <div className="flex flex-col gap-3">
          <Switch label="Pause new runs" hint="Running ones go on." defaultChecked />
          <Switch label="Hide payloads" />
          <Switch label="Not available" disabled />
        </div>
      </Specimen>
      <Specimen name="Radio" className="grid gap-3 sm:grid-cols-2">
        <RadioGroup
          variant="cards"
          aria-label="Policy"
          value={policy}
          onValueChange={setPolicy}
          options={[
            { value: 'one', label: 'Anyone with the role', hint: 'The first decision counts.' },
            { value: 'two', label: 'Two of them', hint: 'Both have to agree.' },
          ]}
        />
        <RadioGroup
          aria-label="Quorum"
          value={policy}
          onValueChange={setPolicy}
          options={[
            { value: 'one', label: 'One' },
            { value: 'two', label: 'Two' },
            { value: 'all', label: 'Everyone', isDisabled: true },
          ]}
        />
      </Specimen>
      <Specimen name="Segmented">
        <SegmentedControl
          label="Scope"
          value={scope}
          onValueChange={setScope}
          options={[
            { value: 'mine', label: 'Mine', count: 3 },
            { value: 'roles', label: 'My roles', count: 12 },
            { value: 'all', label: 'All' },
          ]}
        />
      </Specimen>
    </>
  )
}
