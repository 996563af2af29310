import { expect, test } from 'vitest'
import { writeLetter } from './letter'

const letter = {
  subject: 'Join Acme\r\nBcc: everybody@example.com',
  title: 'Join <Acme>',
  paragraphs: ['Grace "<script>alert(1)</script>" & Co invites you.'],
  button: { label: 'Accept', url: 'https://pawl.example.com/invitation?token=a&b=1' },
  smallPrint: ['The link works once.'],
}

test('names cannot become markup', () => {
  const { html } = writeLetter(letter)
  expect(html).not.toContain('<script>')
  expect(html).not.toContain('<Acme>')
  expect(html).toContain('Join &#60;Acme&#62;')
})

test('names cannot become headers', () => {
  expect(writeLetter(letter).subject).toBe('Join Acme Bcc: everybody@example.com')
})

test('the plain text says the same and holds the link as it is', () => {
  const { text } = writeLetter(letter)
  for (const part of [letter.title, ...letter.paragraphs, letter.button.url, ...letter.smallPrint])
    expect(text).toContain(part)
})

test('the link stands in the button, and in full for copying', () => {
  const { html } = writeLetter(letter)
  expect(html.split('https://pawl.example.com/invitation?token=a&#38;b=1')).toHaveLength(3)
})
