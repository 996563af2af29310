import { useState } from 'react'

/** A value that its owner holds, or, where `given` stays undefined, the control itself. */
export function useControlled<Value>(
  given: Value | undefined,
  initial: Value,
  onChange: ((value: Value) => void) | undefined,
): [Value, (value: Value) => void] {
  const [own, setOwn] = useState(initial)
  return [
    given === undefined ? own : given,
    (value) => {
      setOwn(value)
      onChange?.(value)
    },
  ]
}
