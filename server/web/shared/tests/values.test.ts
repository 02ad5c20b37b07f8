import { describe, expect, it } from 'vitest'
import { Backoff } from '../src/backoff.ts'
import { dayAfter, formatDay, formatTime } from '../src/dates.ts'
import { Outbox } from '../src/outbox.ts'
import { BrowserStorage, MemoryStorage } from '../src/storage.ts'
import { describeValidity } from '../src/validity.ts'

describe('dates', () => {
  it.each([
    ['2025-07-01', '01/7/2025'],
    ['2025-02-09', '09/02/2025'],
    ['2024-12-31', '31/12/2024'],
    ['không rõ', 'không rõ'],
  ])('%s is written %s', (iso, written) => expect(formatDay(iso)).toBe(written))

  it('finds the day after, also over the end of a year', () => {
    expect(dayAfter('2025-06-30')).toBe('2025-07-01')
    expect(dayAfter('2024-12-31')).toBe('2025-01-01')
  })

  it('leaves the date out today only', () => {
    const now = new Date(2026, 10, 24, 12, 0)
    expect(formatTime(new Date(2026, 10, 24, 9, 5).toISOString(), now)).toBe('09:05')
    expect(formatTime(new Date(2026, 10, 23, 9, 5).toISOString(), now)).toBe('09:05 23/11/2026')
    expect(formatTime('sai', now)).toBe('')
  })
})

describe('validity', () => {
  const now = new Date(2026, 10, 24)
  const decree = { number: '118/2025/NĐ-CP', from: '2025-07-01' }
  it.each([
    [true, '2025-07-01', null, 'Còn hiệu lực từ 01/7/2025'],
    [true, '2025-07-01', '2027-12-31', 'Còn hiệu lực từ 01/7/2025 đến 31/12/2027'],
    [true, null, null, 'Còn hiệu lực'],
    [false, '2018-06-21', '2025-06-30', 'Hết hiệu lực từ 01/7/2025'],
    [false, '2027-01-01', null, 'Chưa có hiệu lực, áp dụng từ 01/01/2027'],
    [false, '2018-06-21', null, 'Hết hiệu lực'],
  ])('in force %s from %s to %s: %s', (in_force, valid_from, valid_to, sentence) => {
    expect(describeValidity({ in_force, valid_from, valid_to, replaced_by: [] }, now)).toBe(sentence)
  })

  it.each([
    [false, '2025-06-30', [decree], 'Hết hiệu lực từ 01/7/2025, được thay bằng 118/2025/NĐ-CP'],
    [false, null, [{ ...decree, from: null }], 'Hết hiệu lực, được thay bằng 118/2025/NĐ-CP'],
    [false, '2025-03-01', [decree], 'Hết hiệu lực từ 02/3/2025, được thay bằng 118/2025/NĐ-CP (từ 01/7/2025)'],
    [
      false,
      '2025-06-30',
      [decree, { number: '1/2025/TT-VPCP', from: null }, { number: '2/2027/NĐ-CP', from: '2027-01-01' }],
      'Hết hiệu lực từ 01/7/2025, được thay bằng 118/2025/NĐ-CP, 1/2025/TT-VPCP và 2/2027/NĐ-CP (từ 01/01/2027)',
    ],
    [
      true,
      '2027-02-28',
      [{ number: '2/2027/NĐ-CP', from: '2027-03-01' }],
      'Còn hiệu lực đến 28/02/2027, sau đó được thay bằng 2/2027/NĐ-CP',
    ],
    [true, null, [decree], 'Còn hiệu lực'],
  ])('in force %s to %s, then %j: %s', (in_force, valid_to, replaced_by, sentence) => {
    expect(describeValidity({ in_force, valid_from: null, valid_to, replaced_by }, now)).toBe(sentence)
  })
})

describe('the outbox', () => {
  it('lists messages in the order of writing and survives a reload', () => {
    const storage = new MemoryStorage()
    const before = new Outbox(storage, 'o:')
    before.put({ id: 'm-b', text: 'sau', at: 2 })
    before.put({ id: 'm-a', text: 'trước', at: 1, ticket: 1001 })
    before.put({ id: 'm-c', text: 'thừa', at: 3 })
    before.remove('m-c')
    expect(new Outbox(storage, 'o:').list()).toEqual([
      { id: 'm-a', text: 'trước', at: 1, ticket: 1001 },
      { id: 'm-b', text: 'sau', at: 2 },
    ])
  })

  it('drops what it cannot read', () => {
    const storage = new MemoryStorage()
    storage.set('o:x', '{"id":7}')
    storage.set('o:y', 'rác')
    expect(new Outbox(storage, 'o:').list()).toEqual([])
    expect(storage.keys('o:')).toEqual([])
  })
})

describe('browser storage', () => {
  it('falls back to memory when the browser refuses', () => {
    const refusing = {
      length: 0,
      key: () => null,
      getItem: () => {
        throw new DOMException('blocked', 'SecurityError')
      },
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
      removeItem: () => {
        throw new DOMException('blocked', 'SecurityError')
      },
      clear: () => undefined,
    } satisfies Storage
    const storage = new BrowserStorage(refusing)
    storage.set('a', '1')
    expect(storage.get('a')).toBe('1')
    expect(storage.keys('')).toEqual(['a'])
    storage.remove('a')
    expect(storage.get('a')).toBeNull()
  })
})

describe('backoff', () => {
  it('doubles up to its bound, and spreads over its upper half', () => {
    const low = new Backoff(1000, 8000, () => 0)
    expect([low.next(), low.next(), low.next(), low.next(), low.next()]).toEqual([500, 1000, 2000, 4000, 4000])
    const high = new Backoff(1000, 8000, () => 1)
    expect([high.next(), high.next()]).toEqual([1000, 2000])
    high.reset()
    expect(high.next()).toBe(1000)
  })
})
