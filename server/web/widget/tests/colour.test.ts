import { expect, it } from 'vitest'
import { readAccent } from '../src/colour.ts'

it.each([
  ['#0b57a4', '#ffffff'],
  ['#fff', '#0b1220'],
  ['#ffcc00', '#0b1220'],
  ['#C8102E', '#ffffff'],
])('text on %s is %s', (background, foreground) => {
  expect(readAccent(background)).toEqual({ background, foreground })
})

it.each([null, '', 'red', '#12', '#12345g', '#fff;background:url(//evil)'])('%j is no colour', (value) => {
  expect(readAccent(value)).toBeNull()
})
