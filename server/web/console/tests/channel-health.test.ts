import { expect, it } from 'vitest'
import { findingOfBot, findingsOfOa, type Health } from '../src/channel-health.ts'
import type { Token, Webhook, ZaloOa } from '../src/channel-types.ts'

const now = new Date('2026-11-24T03:00:00.000Z')
const before = '2026-11-24T02:00:00.000Z'
const after = '2026-11-24T04:00:00.000Z'

function oa(token: Partial<Token> | null, webhook: Partial<Webhook> = {}): ZaloOa {
  const traffic = { accepted: 0, repeated: 0, probes: 0, refused: 0, busy: 0, variant: '' }
  return {
    enabled: true,
    oa_id: '1',
    webhook_url: '',
    callback_url: '',
    token: token === null ? null : { state: 'ready', detail: '', access_expires: after, refresh_expires: after, ...token },
    webhook: { ...traffic, last_accepted: null, last_refused: null, ...webhook },
    events: [],
  }
}

it.each<[string, Partial<Token> | null, Health, string]>([
  ['never granted', null, 'bad', 'Chưa được cấp quyền'],
  ['lost', { state: 'needs_operator', detail: 'Quyền bị thu hồi.' }, 'bad', 'Quyền bị thu hồi.'],
  ['lost without a word', { state: 'needs_operator' }, 'bad', 'đã mất'],
  ['expired', { access_expires: before }, 'bad', 'đã hết hạn'],
  ['about to end', { detail: 'Hết hạn ngày 1/12/2026.' }, 'attention', 'Hết hạn ngày 1/12/2026.'],
  ['uncertain', { state: 'uncertain' }, 'attention', 'chưa rõ kết quả'],
  ['good', {}, 'good', 'tự gia hạn'],
])('sending with a grant that is %s', (_, token, health, words) => {
  const [finding] = findingsOfOa(oa(token), now)
  expect(finding?.health).toBe(health)
  expect(finding?.sentence).toContain(words)
  expect(finding?.advice === '').toBe(health === 'good')
})

it.each<[string, Partial<Webhook>, Health]>([
  ['nothing ever', {}, 'attention'],
  ['a probe', { probes: 1 }, 'good'],
  ['events', { accepted: 3, last_accepted: before }, 'good'],
  ['wrong signatures only', { refused: 2, last_refused: before }, 'bad'],
  ['wrong signatures since', { accepted: 3, last_accepted: before, refused: 2, last_refused: after }, 'attention'],
  ['wrong signatures long ago', { accepted: 3, last_accepted: after, refused: 2, last_refused: before }, 'good'],
])('receiving %s', (_, webhook, health) => {
  expect(findingsOfOa(oa({}, webhook), now)[1]?.health).toBe(health)
})

it('knows from the record that events came before the server was started', () => {
  const event = { name: 'user_send_text', outcome: 'handled' as const, reason: '', count: 1, last_at: before }
  expect(findingsOfOa({ ...oa({}), events: [event] }, now)[1]?.health).toBe('good')
})

it('says how to switch on what is off', () => {
  expect(findingsOfOa({ ...oa(null), enabled: false })).toMatchObject([{ health: 'off', sentence: 'Chưa bật.' }])
  expect(findingOfBot({ enabled: false, mode: null }).advice).toContain('[zalo_bot]')
  expect(findingOfBot({ enabled: true, mode: 'polling' })).toMatchObject({ health: 'good', advice: '' })
  expect(findingOfBot({ enabled: true, mode: 'webhook' }).sentence).toContain('webhook')
})
