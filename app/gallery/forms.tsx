'use client'

import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { SchemaForm, useSchemaForm } from '@/components/ui/schema-form'
import { toast } from '@/components/ui/toast'
import { SAMPLE_SCHEMA } from './samples'
import { Chapter, Specimen } from './specimen'
import { ZodFormExample } from './zod-form-example'

export function Forms() {
  const form = useSchemaForm(SAMPLE_SCHEMA)
  return (
    <Chapter title="Forms">
      <Specimen name="Form with Zod" className="block max-w-[34rem]">
        <ZodFormExample />
      </Specimen>
      <Specimen name="Form from JSON Schema" className="grid items-start gap-6 xl:grid-cols-[1fr_20rem]">
        <Card title="Run Release notes">
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              if (form.validate()) toast.success('All fields are right')
            }}
          >
            <SchemaForm {...form.formProps} />
            <div className="mt-5 flex gap-2">
              <Button type="submit" variant="primary">
                Start run
              </Button>
              <Button variant="ghost" onClick={form.reset}>
                Reset
              </Button>
            </div>
          </form>
        </Card>
        <CodeBlock title="Value" code={JSON.stringify(form.value, null, 2)} />
      </Specimen>
    </Chapter>
  )
}
