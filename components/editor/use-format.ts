'use client'

import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { toast } from '../ui/toast'
import type { EditorHandle } from './code-editor'

/** Lays the document out anew; says why where it cannot. The formatter is loaded when it is first asked. */
export function useFormat(text: string, editor: RefObject<EditorHandle | undefined>): () => void {
  const latest = useRef(text)
  useEffect(() => {
    latest.current = text
  })
  return useCallback(() => {
    void import('@/server/language/definition/editor').then(({ formatWorkflow }) => {
      const formatted = formatWorkflow(latest.current)
      if (!formatted.ok) toast.info('Not formatted', { description: formatted.reason })
      else if (formatted.text === latest.current) toast.info('It is formatted already')
      else editor.current?.replace(formatted.text)
    })
  }, [editor])
}
