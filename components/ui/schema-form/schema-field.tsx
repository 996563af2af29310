'use client'

import { useId } from 'react'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { Checkbox } from '../checkbox'
import { Field, FieldError } from '../field'
import { Input } from '../input'
import { Select } from '../select'
import { Textarea } from '../textarea'
import { useFormContext } from './form-context'
import { JsonInput } from './json-input'
import { ListInput } from './list-input'
import { NumberInput } from './number-input'
import type { PropertyShape, SchemaShape, TextFormat } from './schema-shape'
import { isObject, same } from './schema-values'
import { TextListInput } from './text-list-input'

export interface SchemaFieldProps {
  shape: SchemaShape
  path: string
  isRequired: boolean
  value: JsonValue | undefined
  /** `undefined` takes the property out of the value. */
  onChange: (value: JsonValue | undefined) => void
}

interface PropertyFieldsProps {
  properties: PropertyShape[]
  value: JsonObject
  onChange: (value: JsonObject) => void
  path: string
}

export function PropertyFields({ properties, value, onChange, path }: PropertyFieldsProps) {
  return properties.map(({ name, isRequired, shape }) => (
    <SchemaField
      key={name}
      shape={shape}
      path={path ? `${path}.${name}` : name}
      isRequired={isRequired}
      value={value[name]}
      onChange={(next) => {
        const { [name]: _, ...rest } = value
        onChange(next === undefined ? rest : { ...value, [name]: next })
      }}
    />
  ))
}

/** Label, control, hint and error of one property; lists and objects bring their own frame. */
export function SchemaField(props: SchemaFieldProps) {
  const { shape, path, isRequired, value, onChange } = props
  const form = useFormContext()
  const error = form.errorAt(path)
  const isDisabled = form.isDisabled || shape.isReadOnly
  if (shape.kind === 'object') return <ObjectFields {...props} shape={shape} />
  if (shape.kind === 'boolean') {
    return (
      <div className="flex flex-col gap-1.5">
        <Checkbox
          label={shape.label}
          hint={shape.hint}
          checked={value === true}
          disabled={isDisabled}
          aria-invalid={error ? true : undefined}
          onCheckedChange={(checked) => onChange(checked === true)}
        />
        <FieldError message={error} />
      </div>
    )
  }
  if (shape.kind === 'list' || shape.kind === 'texts' || shape.kind === 'choices') {
    return <GroupField {...props} error={error} isDisabled={isDisabled} />
  }
  return (
    <Field
      id={`${form.idPrefix}-${path}`}
      label={shape.label}
      hint={shape.hint}
      error={error}
      isRequired={isRequired}
      aside={counterOf(shape, value)}
    >
      <Control {...props} isDisabled={isDisabled} onLeave={() => form.touch(path)} />
    </Field>
  )
}

type ControlProps = SchemaFieldProps & { isDisabled: boolean; onLeave: () => void }

function Control({ shape, isRequired, value, onChange, isDisabled, onLeave }: ControlProps) {
  const common = { disabled: isDisabled, placeholder: shape.placeholder, onBlur: onLeave }
  if (shape.kind === 'number') {
    return <NumberInput {...common} isInteger={shape.isInteger} value={value} onChange={onChange} />
  }
  if (shape.kind === 'choice') {
    const options = shape.choices.map((choice, index) => ({ value: String(index), label: choice.label }))
    const at = shape.choices.findIndex((choice) => same(choice.value, value))
    return (
      <Select
        options={isRequired ? options : [{ value: 'none', label: 'None' }, ...options]}
        value={at === -1 ? undefined : String(at)}
        isDisabled={isDisabled}
        onValueChange={(index) => onChange(shape.choices[Number(index)]?.value)}
      />
    )
  }
  if (shape.kind === 'text') {
    const text = typeof value === 'string' ? value : ''
    const change = (next: string) => onChange(next === '' ? undefined : next)
    if (shape.format === 'multiline') {
      return <Textarea {...common} rows={4} value={text} onChange={(event) => change(event.target.value)} />
    }
    return (
      <Input
        {...common}
        type={INPUT_TYPES[shape.format]}
        autoComplete={shape.format === 'password' ? 'new-password' : 'off'}
        value={shape.format === 'date-time' ? toLocal(text) : text}
        onChange={(event) =>
          change(shape.format === 'date-time' ? toIso(event.target.value) : event.target.value)
        }
      />
    )
  }
  return <JsonInput {...common} value={value} onChange={onChange} />
}

const INPUT_TYPES: Record<TextFormat, string> = {
  plain: 'text',
  multiline: 'text',
  email: 'email',
  url: 'url',
  password: 'password',
  date: 'date',
  'date-time': 'datetime-local',
  time: 'time',
}

// The browser's control speaks local time without a zone; the value is ISO in UTC.
function toLocal(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function toIso(local: string): string {
  return local ? new Date(local).toISOString() : ''
}

function ObjectFields({
  shape,
  path,
  isRequired,
  value,
  onChange,
}: SchemaFieldProps & { shape: ObjectShape }) {
  const { errorAt } = useFormContext()
  const own = isObject(value) ? value : {}
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 rounded-lg border px-4 pt-2 pb-4">
      {shape.label && (
        <legend className="-ml-1 px-1 font-medium text-sm">
          {shape.label}
          {isRequired && (
            <span aria-hidden="true" className="ml-1 text-danger-text">
              *
            </span>
          )}
        </legend>
      )}
      {shape.hint && <p className="-mt-1 text-fg-subtle text-xs">{shape.hint}</p>}
      <PropertyFields
        properties={shape.properties}
        value={own}
        path={path}
        onChange={(next) => onChange(!isRequired && Object.keys(next).length === 0 ? undefined : next)}
      />
      <FieldError message={errorAt(path)} />
    </fieldset>
  )
}

type ObjectShape = Extract<SchemaShape, { kind: 'object' }>

type GroupFieldProps = SchemaFieldProps & { error: string | undefined; isDisabled: boolean }

function GroupField(props: GroupFieldProps) {
  const { shape, isRequired, value, error } = props
  const id = useId()
  const items = Array.isArray(value) ? value : []
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1.5 font-medium text-sm">
        {shape.label}
        {isRequired && (
          <span aria-hidden="true" className="ml-1 text-danger-text">
            *
          </span>
        )}
        {shape.kind !== 'choices' && items.length > 0 && (
          <span className="tabular ml-2 font-normal text-fg-subtle text-xs">{items.length}</span>
        )}
      </legend>
      <GroupControl {...props} items={items} />
      <FieldError id={`${id}-error`} message={error} />
      {shape.hint && <p className="text-fg-subtle text-xs">{shape.hint}</p>}
    </fieldset>
  )
}

function GroupControl({
  shape,
  path,
  items,
  onChange,
  isDisabled,
}: GroupFieldProps & { items: JsonValue[] }) {
  if (shape.kind === 'texts') {
    return (
      <TextListInput
        shape={shape.item}
        label={shape.label}
        path={path}
        items={items}
        onChange={onChange}
        isDisabled={isDisabled}
      />
    )
  }
  if (shape.kind === 'list') {
    return (
      <ListInput
        shape={shape.item}
        label={shape.label}
        path={path}
        items={items}
        onChange={onChange}
        isDisabled={isDisabled}
        renderItem={(item, itemPath, onItemChange) => (
          <ItemFields shape={shape.item} value={item} path={itemPath} onChange={onItemChange} />
        )}
      />
    )
  }
  if (shape.kind !== 'choices') return null
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2">
      {shape.choices.map((choice) => (
        <Checkbox
          key={choice.label}
          label={choice.label}
          disabled={isDisabled}
          checked={items.some((item) => same(item, choice.value))}
          onCheckedChange={(checked) =>
            onChange(
              shape.choices
                .map((one) => one.value)
                .filter((one) =>
                  same(one, choice.value) ? checked === true : items.some((item) => same(item, one)),
                ),
            )
          }
        />
      ))}
    </div>
  )
}

function counterOf(shape: SchemaShape, value: JsonValue | undefined) {
  const max = shape.schema.maxLength
  if (shape.kind !== 'text' || typeof max !== 'number' || typeof value !== 'string') return undefined
  if (value.length < max * 0.8) return undefined
  return <span className="tabular">{`${[...value].length} / ${max}`}</span>
}

interface ItemFieldsProps {
  shape: SchemaShape
  value: JsonValue
  path: string
  onChange: (next: JsonValue | undefined) => void
}

/** An object's properties as fields, any other item as one field. */
function ItemFields({ shape, value, path, onChange }: ItemFieldsProps) {
  if (shape.kind === 'object') {
    const fields = isObject(value) ? value : {}
    return <PropertyFields properties={shape.properties} value={fields} path={path} onChange={onChange} />
  }
  const labelled = { ...shape, label: shape.label || 'Value' }
  return <SchemaField shape={labelled} isRequired path={path} value={value} onChange={onChange} />
}
