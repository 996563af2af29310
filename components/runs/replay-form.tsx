'use client'

import { Repeat2 } from 'lucide-react'
import { type FormEvent, useMemo, useState } from 'react'
import type { JsonObject, JsonSchema } from '@/server/kernel/json'
import type { RunView } from '@/server/kernel/run-view'
import { readError } from '../layout/client-error'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { Combobox } from '../ui/combobox'
import { Field } from '../ui/field'
import { RadioGroup } from '../ui/radio'
import { errorsFromIssues, SchemaForm, useSchemaForm } from '../ui/schema-form'
import { fittingInputs, inputsSchema } from './inputs-schema'
import { editedInputs, replayStarts, startOf } from './replay-rules'
import type { Run } from './run'
import { useReplay } from './use-replay'

type Inputs = { [name: string]: JsonSchema }

export interface ReplayFormProps {
  run: Run
  view: RunView | undefined
  /** Of the version that the run took. */
  ownInputs: Inputs
  latest: { number: number; inputs: Inputs }
  from: string | undefined
  onClose: () => void
}

const BEGINNING = 'beginning'

/** From where, on which version, with which inputs. */
export function ReplayForm(props: ReplayFormProps) {
  const { run, view, latest } = props
  const [version, setVersion] = useState<'same' | 'latest'>('same')
  const [from, setFrom] = useState(props.from ?? BEGINNING)
  const starts = useMemo(() => startsWith(view, props.from), [view, props.from])
  const hasNewer = latest.number > 0 && latest.number !== run.versionNumber
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Begin at"
        hint={from === BEGINNING ? undefined : 'Steps before it keep what they gave in this run.'}
      >
        <Combobox
          options={[{ value: BEGINNING, label: 'The beginning' }, ...starts]}
          value={from}
          onValueChange={setFrom}
          searchPlaceholder="Find a step"
        />
      </Field>
      {hasNewer && (
        <Field label="Version">
          <RadioGroup
            value={version}
            onValueChange={(chosen) => setVersion(chosen === 'latest' ? 'latest' : 'same')}
            options={[
              {
                value: 'same',
                label:
                  run.versionNumber === null ? 'The same draft' : `The same, version ${run.versionNumber}`,
              },
              { value: 'latest', label: `The latest, version ${latest.number}` },
            ]}
          />
        </Field>
      )}
      <InputsForm
        // Another version may ask for other inputs.
        key={version}
        {...props}
        inputs={version === 'same' ? props.ownInputs : latest.inputs}
        version={version}
        from={from === BEGINNING ? undefined : from}
      />
    </div>
  )
}

/** With the step that was chosen beforehand, wherever it is. */
function startsWith(view: RunView | undefined, from: string | undefined) {
  const starts = replayStarts(view)
  const chosen = from === undefined ? undefined : view?.steps.get(from)
  return !chosen || starts.some(({ value }) => value === from) ? starts : [startOf(chosen), ...starts]
}

interface InputsFormProps extends ReplayFormProps {
  inputs: Inputs
  version: 'same' | 'latest'
}

function InputsForm({ run, inputs, version, from, onClose }: InputsFormProps) {
  const initial = useMemo(() => fittingInputs(inputs, run.inputs), [inputs, run.inputs])
  const schema = useMemo(() => inputsSchema(inputs), [inputs])
  const form = useSchemaForm(schema, initial)
  const replay = useReplay(run, onClose, ({ details }) => {
    if (details?.issues) form.setServerErrors(errorsFromIssues(details.issues))
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!form.validate()) return
    const edited: JsonObject | undefined = editedInputs(run.inputs, form.value)
    replay.start({
      version,
      ...(from !== undefined && { from }),
      ...(edited && { inputs: edited }),
    })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4" aria-label="Inputs of the new run">
      {Object.keys(inputs).length > 0 && <SchemaForm {...form.formProps} isDisabled={replay.isStarting} />}
      {replay.error !== null && <Alert tone="danger">{readError(replay.error).message}</Alert>}
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" icon={<Repeat2 />} isLoading={replay.isStarting}>
          Start replay
        </Button>
      </div>
    </form>
  )
}
