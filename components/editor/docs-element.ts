/** The little Markdown of the language's own documentation as elements: paragraphs, code, bold. Text only, no HTML. */
export function docsElement(markdown: string): HTMLElement {
  const root = document.createElement('div')
  root.className = 'cm-docs'
  for (const [index, block] of markdown.split('```').entries()) {
    if (index % 2 === 1) root.append(codeBlock(block))
    else for (const text of block.split(/\n{2,}/)) if (text.trim()) root.append(paragraph(text.trim()))
  }
  return root
}

function codeBlock(block: string): HTMLElement {
  const pre = document.createElement('pre')
  const code = document.createElement('code')
  code.textContent = block.replace(/^\w*\n/, '').trimEnd()
  pre.append(code)
  return pre
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement('p')
  for (const part of text.split(/(`[^`]+`|\*\*[^*]+\*\*)/)) {
    const tag = part.startsWith('`') ? 'code' : part.startsWith('**') ? 'strong' : undefined
    if (!tag) {
      element.append(part)
      continue
    }
    const marked = document.createElement(tag)
    marked.textContent = part.slice(tag === 'code' ? 1 : 2, tag === 'code' ? -1 : -2)
    element.append(marked)
  }
  return element
}
