import { expect, it } from 'vitest'
import { formatRoute, parseRoute } from '../src/router.ts'

it.each(['#/open', '#/answered', '#/all', '#/open/1001', '#/all/1', '#/accounts', '#/password'])('%s', (hash) => {
  expect(formatRoute(parseRoute(hash))).toBe(hash)
})

it.each(['', '#', '#/', '#/nonsense', '#/open/abc', '#/open/1/2', '#/open/-1', '#/open/9999999999999999999'])(
  '%j is the queue',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'queue', tab: 'open' })
  },
)
