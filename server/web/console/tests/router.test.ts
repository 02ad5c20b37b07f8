import { expect, it } from 'vitest'
import { formatRoute, parseRoute } from '../src/router.ts'

it.each([
  '#/open',
  '#/answered',
  '#/all',
  '#/open/1001',
  '#/all/1',
  '#/reviews/open',
  '#/reviews/closed',
  '#/reviews/open/cchc-001',
  '#/reviews/closed/118%2F2025%2FN%C4%90-CP%20a',
  '#/channels',
  '#/accounts',
  '#/password',
])('%s', (hash) => {
  expect(formatRoute(parseRoute(hash))).toBe(hash)
})

it.each(['#/reviews', '#/reviews/', '#/reviews/nonsense', '#/reviews/open/', '#/reviews/open/%', '#/reviews/open/a/b'])(
  '%j is the list of reviews',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'reviews', tab: 'open', article: null })
  },
)

it.each(['', '#', '#/', '#/nonsense', '#/open/abc', '#/open/1/2', '#/open/-1', '#/open/9999999999999999999'])(
  '%j is the queue',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'queue', tab: 'open' })
  },
)
