import type { JsonValue } from '@/server/kernel/json'

/** Entries as they stand in a prompt, with the heading or key above them. */
export interface Group {
  /** Empty: nothing stands above. */
  heading: string
  entries: string[]
}

/** The lists in a prompt: of a JSON value where there is one, otherwise of its Markdown. */
export function findLists(prompt: string, json = findJson(prompt)): Group[] {
  const groups = json === undefined ? [] : groupsOf(json, '')
  return groups.length > 0 ? groups : markdownLists(prompt)
}

/** A prompt with more brackets of prose than this before its JSON is not searched further. */
const MAX_TRIES = 20

/** The first JSON object or list inside a text that reaches to its last bracket. */
export function findJson(text: string): JsonValue | undefined {
  let start = text.search(/[[{]/)
  for (let tries = 0; start >= 0 && tries < MAX_TRIES; tries++) {
    const end = text.lastIndexOf(text[start] === '{' ? '}' : ']')
    const value = end > start ? tryParse(text.slice(start, end + 1)) : undefined
    if (value !== undefined) return value
    // A bracket of the prose ("[see below]"): look on behind the line it stands in.
    const lineEnd = text.indexOf('\n', start)
    const next = lineEnd < 0 ? -1 : text.slice(lineEnd).search(/[[{]/)
    start = next < 0 ? -1 : lineEnd + next
  }
  return undefined
}

const TEXT_KEYS = ['subject', 'title', 'summary', 'message', 'text', 'name', 'description']

function groupsOf(value: JsonValue, heading: string): Group[] {
  if (Array.isArray(value)) {
    const entries = value.map(entryOf).filter((entry) => entry !== undefined)
    const groups = value.flatMap((item) => (entryOf(item) === undefined ? groupsOf(item, heading) : []))
    return entries.length > 0 ? [{ heading, entries }, ...groups] : groups
  }
  if (typeof value !== 'object' || value === null) return []
  const named =
    typeof value.name === 'string' ? value.name : typeof value.title === 'string' ? value.title : ''
  return Object.entries(value).flatMap(([key, field]) => {
    if (typeof field !== 'object') return []
    return groupsOf(field, named !== '' && Array.isArray(field) ? named : key)
  })
}

function entryOf(item: JsonValue): string | undefined {
  if (typeof item === 'string') return item.trim() === '' ? undefined : item.trim()
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined
  // An object that holds a list is a group, not an entry.
  if (Object.values(item).some(Array.isArray)) return undefined
  const key = TEXT_KEYS.find((name) => typeof item[name] === 'string')
  const text = key === undefined ? undefined : String(item[key])
  const scope = typeof item.scope === 'string' && item.scope !== '' ? item.scope : undefined
  return text !== undefined && scope !== undefined ? `**${scope}:** ${text}` : text
}

const LONGEST_HEADING = 120
const ITEM = /^(?:[-*+•]|\d{1,6}[.)])\s+(\S.*)$/

function markdownLists(text: string): Group[] {
  const groups: Group[] = []
  let heading = ''
  let open: Group | undefined
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim()
    const title = headingOf(line)
    const item = ITEM.exec(line)?.[1]
    if (title !== undefined) {
      heading = title
      open = undefined
    } else if (item !== undefined) {
      if (open) open.entries.push(item)
      else {
        open = { heading, entries: [item] }
        groups.push(open)
      }
    }
  }
  return groups
}

/** `## Fixes`, `**Fixes**`, `**Fixes:**` or `Fixes:` */
function headingOf(line: string): string | undefined {
  if (line.length > LONGEST_HEADING) return undefined
  const title =
    /^#{1,6}\s+(\S.*)$/.exec(line)?.[1]?.replace(/[#\s]+$/, '') ??
    /^\*\*([^*]+)\*\*:?$/.exec(line)?.[1] ??
    /^([A-Za-z][\w &/-]{0,40}):$/.exec(line)?.[1]
  return title?.replace(/:$/, '').trim()
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
