import { afterEach, beforeEach, expect, test } from 'vitest'
import { env, givenEnv, VARIABLES } from './env'

const before = { ...process.env }

beforeEach(() => {
  for (const name of Object.keys(VARIABLES)) delete process.env[name]
})

afterEach(() => {
  process.env = { ...before }
})

test('an empty environment has every default', () => {
  expect(env()).toMatchObject({
    PORT: 3000,
    PAWL_HOST: '127.0.0.1',
    PAWL_ROLE: 'all',
    PAWL_DATA_DIR: '.pawl',
  })
})

test('an empty value counts as not set', () => {
  process.env.PORT = ''
  expect(env().PORT).toBe(3000)
})

test('a change is seen by the next reader', () => {
  expect(env().PORT).toBe(3000)
  process.env.PORT = '4000'
  expect(env().PORT).toBe(4000)
})

test('every wrong variable is named in one message', () => {
  process.env.PORT = 'many'
  process.env.DATABASE_URL = 'mysql://localhost/x'
  process.env.PAWL_SECRET_KEY = 'hunter2'
  process.env.PAWL_ALLOWED_HOSTS = 'http://nope'
  expect(() => env()).toThrow(
    /PORT: [\s\S]*DATABASE_URL: [\s\S]*PAWL_SECRET_KEY: [\s\S]*PAWL_ALLOWED_HOSTS: /,
  )
})

test('a wrong secret is not repeated in the message', () => {
  process.env.PAWL_SECRET_KEY = 'hunter2'
  expect(() => env()).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }))
})

test('what the start fills in is refused while it is missing', () => {
  expect(() => env().PAWL_APP_DATABASE_URL).toThrow('PAWL_APP_DATABASE_URL is not set')
  expect(givenEnv().PAWL_APP_DATABASE_URL).toBeUndefined()
})

test('the public URL loses its trailing slash', () => {
  process.env.PAWL_URL = 'https://pawl.example.com/'
  expect(env().PAWL_URL).toBe('https://pawl.example.com')
})
