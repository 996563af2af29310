'use client'

import { type FormEvent, useId, useState } from 'react'
import { useProject } from '@/components/data/project'
import { type ClientError, readError } from '@/components/layout/client-error'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { type Variable, variableNameSchema, variableValueSchema } from '@/server/features/variables/schema'
import { useVariables } from './use-variables'
import { textOf, typeOf, type VariableType, valueIn } from './variable-value'

export interface VariableDialogProps {
  isOpen: boolean
  /** Left out: adds one. */
  variable: Variable | undefined
  taken: readonly string[]
  onClose: () => void
}

export function VariableDialog({ isOpen, variable, taken, onClose }: VariableDialogProps) {
  const formId = useId()
  const { projectId } = useProject()
  const { set } = useVariables()
  const [name, setName] = useState(variable?.name ?? '')
  const [type, setType] = useState<VariableType>(variable ? typeOf(variable.value) : 'text')
  const [text, setText] = useState(variable ? textOf(variable.value) : '')
  const [description, setDescription] = useState(variable?.description ?? '')
  const [errors, setErrors] = useState<{ name?: string; value?: string; whole?: ClientError }>({})

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const read = valueIn(text, type)
    const found = {
      ...problemOfName(name, variable ? [] : taken),
      ...(read.ok ? problemOfValue(read.value) : { value: read.problem }),
    }
    setErrors(found)
    if (!read.ok || Object.keys(found).length > 0) {
      focusFirstInvalid(form)
      return
    }
    try {
      await set.mutateAsync({ projectId, name, value: read.value, description })
      toast.success(variable ? `Saved ${name}` : `Added ${name}`, { description: 'It holds for new runs.' })
      onClose()
    } catch (error) {
      setErrors({ whole: readError(error) })
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title={variable ? `Edit ${variable.name}` : 'Add variable'}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isLoading={set.isPending}>
            {variable ? 'Save variable' : 'Add variable'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
        {errors.whole && (
          <Alert tone="danger">
            <Refusal error={errors.whole} />
          </Alert>
        )}
        <Field label="Name" error={errors.name} hint={`Workflows read vars.${name || 'name'}.`}>
          <Input
            value={name}
            disabled={variable !== undefined}
            placeholder="apiBase"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => {
              setName(event.target.value)
              setErrors({})
            }}
          />
        </Field>
        <SegmentedControl
          label="Kind of value"
          size="sm"
          value={type}
          onValueChange={setType}
          options={[
            { value: 'text', label: 'Text' },
            { value: 'json', label: 'JSON' },
          ]}
        />
        <Field
          label="Value"
          error={errors.value}
          hint={
            type === 'json' ? 'A number, true or false, a list or an object.' : 'Kept exactly as you type it.'
          }
        >
          <Textarea
            isMono
            rows={type === 'json' ? 6 : 3}
            value={text}
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value)
              setErrors({})
            }}
          />
        </Field>
        <Field label="Description" isOptional>
          <Input
            value={description}
            maxLength={500}
            placeholder="What it is for"
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}

function problemOfName(name: string, taken: readonly string[]): { name?: string } {
  if (taken.includes(name)) return { name: 'There is one of that name. Edit it instead.' }
  const problem = variableNameSchema.safeParse(name).error?.issues[0]?.message
  return problem ? { name: problem } : {}
}

function problemOfValue(value: unknown): { value?: string } {
  const problem = variableValueSchema.safeParse(value).error?.issues[0]?.message
  return problem ? { value: problem } : {}
}
