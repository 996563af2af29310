import { findLists, type Group } from './lists'

type Section = 'Breaking changes' | 'Features' | 'Fixes' | 'Other'

const ORDER: Section[] = ['Breaking changes', 'Features', 'Fixes', 'Other']
const LABEL = '_Drafted by offline rules from the commit messages, without AI._'
const ABOUT_CHANGES = /release notes?|changelog|commits?\b|what(?:'|’)?s new|\bchanges\b/i
/** `feat(api)!: subject`, https://www.conventionalcommits.org */
const CONVENTIONAL =
  /^(feat|feature|fix|bugfix|hotfix|perf|refactor|docs?|test|tests|build|ci|chore|style|revert)(?:\(([^)]+)\))?(!)?:\s*(.+)$/i
const HASH = /^(?:commit\s+)?[0-9a-f]{7,40}[:\s]\s*/i

/** A subject line beyond this is no subject line. */
const LONGEST_ENTRY = 300

interface Change {
  section: Section
  text: string
}

/** Release notes in Markdown from the commits of a prompt; `undefined` when it is not about commits. */
export function draftReleaseNotes(prompt: string): string | undefined {
  const changes = unique(collect(prompt))
  if (changes.length === 0) return undefined
  const title = versionIn(prompt)
  const parts = [title ? `# Release notes for ${title}` : '# Release notes']
  for (const section of ORDER) {
    const texts = changes.filter((change) => change.section === section).map((change) => `- ${change.text}`)
    if (texts.length > 0) parts.push(`## ${section}\n\n${texts.join('\n')}`)
  }
  return `${[...parts, LABEL].join('\n\n')}\n`
}

/** `Version: 1.4.0` on a line of its own, or `version 1.4.0` in a sentence. */
function versionIn(prompt: string): string | undefined {
  const labelled = /^[ \t]*(?:version|release|tag)[ \t]*[:=][ \t]*"?(v?\d[\w.+-]*)/im.exec(prompt)
  const told = labelled ?? /\b(?:version|release)[ \t]+(v?\d[\w.+-]*)/i.exec(prompt)
  return told?.[1]?.replace(/[.+-]$/, '')
}

function collect(prompt: string): Change[] {
  const lists = findLists(prompt)
  const isAbout = ABOUT_CHANGES.test(prompt)
  const groups = lists.filter(
    (group) => isAbout || sectionOf(group.heading) !== undefined || isConventional(group),
  )
  if (groups.length > 0)
    return groups.flatMap((group) => group.entries.map((entry) => changeOf(entry, group.heading)))
  const lines = prompt.split(/\r?\n/).map((line) => line.trim().replace(HASH, ''))
  return lines.filter((line) => CONVENTIONAL.test(line)).map((line) => changeOf(line, ''))
}

function isConventional(group: Group): boolean {
  return group.entries.some((entry) => CONVENTIONAL.test(entry.replace(HASH, '')))
}

function changeOf(entry: string, heading: string): Change {
  const line = (entry.split(/\r?\n/)[0] ?? '').slice(0, LONGEST_ENTRY).replace(HASH, '').trim()
  const [, type, said, bang, subject] = CONVENTIONAL.exec(line) ?? []
  const [, bold, rest] = /^\*\*([^*:]+)(?::\*\*|\*\*:)\s+(.+)$/.exec(line) ?? []
  const scope = said ?? bold
  const isBreaking = bang === '!' || /BREAKING[ -]CHANGE/.test(entry)
  const section = isBreaking
    ? 'Breaking changes'
    : (sectionOf(type ?? '') ?? sectionOf(heading) ?? guess(line))
  const text = sentence(subject ?? rest ?? line)
  return { section, text: scope ? `**${scope}:** ${text}` : text }
}

function sectionOf(word: string): Section | undefined {
  if (/break/i.test(word)) return 'Breaking changes'
  if (/^(feat|new|add)/i.test(word)) return 'Features'
  if (/fix|bug/i.test(word)) return 'Fixes'
  if (/^(other|misc|chore|docs?|perf|refactor|test|build|ci|style|revert|maintenance|internal)/i.test(word))
    return 'Other'
  return undefined
}

/** For commits that do not follow the convention: by their verb. */
function guess(line: string): Section {
  if (/^(add|allow|support|introduce|implement|enable|create)(s|ed)?\b/i.test(line)) return 'Features'
  if (/^(fix|correct|repair|prevent|avoid|resolve|handle)(es|s|ed)?\b|\bbugs?\b/i.test(line)) return 'Fixes'
  return 'Other'
}

function sentence(text: string): string {
  const bare = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.;,\s]+$/, '')
  // A first word with a capital or a digit inside is a name: `iOS`, `npmRc`, `v2`.
  const isName = /^[a-z]+[A-Z0-9_./]/.test(bare)
  return isName ? bare : bare.charAt(0).toUpperCase() + bare.slice(1)
}

function unique(changes: Change[]): Change[] {
  const seen = new Set<string>()
  return changes.filter(({ text }) => {
    const key = text.toLowerCase()
    return text !== '' && !seen.has(key) && seen.add(key)
  })
}
