/** A mail with one thing to do: paragraphs, a button, and small print. Plain text throughout. */
export interface Letter {
  subject: string
  title: string
  paragraphs: string[]
  button: { label: string; url: string }
  smallPrint: string[]
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** The letter as plain text and as HTML that mail programs of every age show: a table, styles in place, no images. */
export function writeLetter(letter: Letter): { subject: string; text: string; html: string } {
  return { subject: oneLine(letter.subject), text: textOf(letter), html: htmlOf(letter) }
}

function textOf({ title, paragraphs, button, smallPrint }: Letter): string {
  const parts = [title, ...paragraphs, `${button.label}:\n${button.url}`, '-- ', smallPrint.join('\n\n')]
  return `${parts.join('\n\n').replace('-- \n\n', '-- \n')}\n`
}

function htmlOf({ subject, title, paragraphs, button, smallPrint }: Letter): string {
  const url = escapeHtml(button.url)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(oneLine(subject))}</title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background: #111214 !important }
  .card { background: #1b1c1f !important; border-color: #2e3035 !important }
  .strong { color: #f4f4f5 !important }
  .body { color: #d4d4d8 !important }
  .small { color: #a1a1aa !important }
  .button { background: #f4f4f5 !important; color: #18181b !important }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f4f5">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f5">
<tr><td align="center" style="padding:40px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px">
<tr><td class="strong" style="${FONT};padding:0 4px 16px;font-size:15px;font-weight:600;color:#18181b">Pawl</td></tr>
<tr><td class="card" style="background:#ffffff;border:1px solid #e4e4e7;border-radius:12px;padding:32px">
<h1 class="strong" style="${FONT};margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600;color:#18181b">${escapeHtml(title)}</h1>
${paragraphs.map((text) => `<p class="body" style="${FONT};margin:0 0 16px;font-size:15px;line-height:24px;color:#3f3f46">${escapeHtml(text)}</p>`).join('\n')}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0 0"><tr><td>
<a class="button" href="${url}" style="${FONT};display:inline-block;background:#18181b;color:#ffffff;font-size:15px;line-height:20px;font-weight:600;text-decoration:none;padding:12px 20px;border-radius:8px">${escapeHtml(button.label)}</a>
</td></tr></table>
</td></tr>
<tr><td style="padding:16px 4px 0">
${smallPrint.map((text) => `<p class="small" style="${FONT};margin:0 0 8px;font-size:13px;line-height:20px;color:#71717a">${escapeHtml(text)}</p>`).join('\n')}
<p class="small" style="${FONT};margin:0;font-size:13px;line-height:20px;color:#71717a;word-break:break-all">${url}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
