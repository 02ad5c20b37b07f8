import { describe, expect, it } from 'vitest'
import type { ChatTicket, Entry } from '@reformdesk/shared/protocol'
import { entry } from '../../shared/tests/fakes.ts'
import {
  awaitedReply,
  currentTicket,
  distantMessage,
  initialState,
  isSuperseded,
  reduce,
  replyTicket,
  unreadCount,
  type Action,
  type State,
} from '../src/state.ts'

const message = { id: 'm-00000001', text: 'một cửa là gì' }

function after(...actions: Action[]): State {
  return actions.reduce(reduce, initialState)
}

function ticket(state: ChatTicket['state']): ChatTicket {
  return { number: 1001, state, question: 'giá vàng', created_at: '', updated_at: '' }
}

const expertAnswer = entry(3, { kind: 'expert_answer', author: 'Lan', ticket: { number: 1001, state: 'answered' } })

describe('entries', () => {
  it('are added once', () => {
    const state = after(
      { type: 'entries', entries: [entry(1), entry(2)] },
      { type: 'entries', entries: [entry(2), entry(3)] },
    )
    expect(state.entries.map((one) => one.sequence)).toEqual([1, 2, 3])
  })

  it('take the place of the pending message with the same id', () => {
    const state = after(
      { type: 'submitted', message },
      { type: 'entries', entries: [entry(1, { kind: 'question', id: message.id })] },
    )
    expect(state.pending).toEqual([])
  })

  it('may come before the confirmation', () => {
    const state = after(
      { type: 'submitted', message },
      { type: 'entries', entries: [entry(1, { kind: 'question', id: message.id })] },
      { type: 'accepted', id: message.id, sequence: 1 },
    )
    expect(state.pending).toEqual([])
  })

  it('count as unread until seen, except the own ones', () => {
    const state = after(
      { type: 'entries', entries: [entry(1, { kind: 'question' }), entry(2), entry(3)] },
      { type: 'seen', sequence: 2 },
    )
    expect(unreadCount(state)).toBe(1)
  })

  it('are forgotten with their conversation, while unsent messages stay', () => {
    const state = after({ type: 'entries', entries: [entry(1)] }, { type: 'submitted', message }, { type: 'reset' })
    expect(state.entries).toEqual([])
    expect(state.pending).toHaveLength(1)
  })
})

describe('a message', () => {
  it('goes from queued over sending to accepted', () => {
    const steps: Action[] = [
      { type: 'submitted', message },
      { type: 'sending', id: message.id },
      { type: 'accepted', id: message.id, sequence: 1 },
    ]
    const seen = steps.map((_, index) => after(...steps.slice(0, index + 1)).pending[0]?.delivery)
    expect(seen).toEqual(['queued', 'sending', 'accepted'])
  })

  it('is queued again when the connection breaks under way', () => {
    const state = after(
      { type: 'status', status: 'online' },
      { type: 'submitted', message },
      { type: 'sending', id: message.id },
      { type: 'status', status: 'offline' },
    )
    expect(state.pending[0]?.delivery).toBe('queued')
  })

  it('says why it was refused, and can be tried again or discarded', () => {
    const refused = after({ type: 'submitted', message }, { type: 'refused', id: message.id, reason: 'Quá dài' })
    expect(refused.pending[0]).toMatchObject({ delivery: 'refused', reason: 'Quá dài' })
    expect(reduce(refused, { type: 'retried', id: message.id }).pending[0]?.delivery).toBe('queued')
    expect(reduce(refused, { type: 'discarded', id: message.id }).pending).toEqual([])
  })

  it('is submitted once', () => {
    expect(after({ type: 'submitted', message }, { type: 'submitted', message }).pending).toHaveLength(1)
  })
})

describe('the ticket to reply to', () => {
  const answered = after({ type: 'entries', entries: [entry(1), entry(2, { kind: 'handover' }), expertAnswer] })

  it('is that of the expert who had the last word', () => {
    expect(replyTicket(answered)).toBe(1001)
  })

  it('stays so after a notice and a reply of the visitor', () => {
    const more = [entry(4, { kind: 'question' }), entry(5, { kind: 'notice' })]
    expect(replyTicket(reduce(answered, { type: 'entries', entries: more }))).toBe(1001)
  })

  it('is none once the bot spoke again, or when the ticket is closed', () => {
    expect(replyTicket(reduce(answered, { type: 'entries', entries: [entry(4)] }))).toBeNull()
    expect(replyTicket(reduce(answered, { type: 'tickets', tickets: [ticket('closed')] }))).toBeNull()
  })

  it('is none for a new question, until that is answered', () => {
    const asking = reduce(answered, { type: 'new_question', wanted: true })
    expect(replyTicket(asking)).toBeNull()
    expect(reduce(asking, { type: 'entries', entries: [entry(4, { kind: 'question' })] }).newQuestion).toBe(true)
    expect(reduce(asking, { type: 'entries', entries: [entry(4)] }).newQuestion).toBe(false)
  })
})

describe('tickets', () => {
  it('show their present state rather than that of the entry', () => {
    const state = after({ type: 'tickets', tickets: [ticket('answered')] })
    expect(currentTicket(state, { number: 1001, state: 'open' }).state).toBe('answered')
    expect(currentTicket(state, { number: 1002, state: 'open' }).state).toBe('open')
  })
})

describe('waiting for the reply', () => {
  const asked: Action[] = [
    { type: 'status', status: 'online' },
    { type: 'submitted', message },
    { type: 'accepted', id: message.id, sequence: 1 },
  ]

  it('begins with the confirmation and ends with the reply', () => {
    expect(awaitedReply(after(...asked.slice(0, 2)))).toBeNull()
    expect(awaitedReply(after(...asked))).toBe(1)
    const question = entry(1, { kind: 'question', id: message.id })
    expect(awaitedReply(after(...asked, { type: 'entries', entries: [question] }))).toBe(1)
    expect(awaitedReply(after(...asked, { type: 'entries', entries: [question, entry(2)] }))).toBeNull()
  })

  it('ends when the reply is long overdue or the connection is lost', () => {
    expect(awaitedReply(after(...asked, { type: 'overdue', sequence: 1 }))).toBeNull()
    expect(awaitedReply(after(...asked, { type: 'status', status: 'offline' }))).toBeNull()
  })

  it('goes on while only an earlier message has its reply', () => {
    const questions = [entry(1, { kind: 'question' }), entry(2, { kind: 'question' })]
    const both = after({ type: 'status', status: 'online' }, { type: 'entries', entries: questions })
    const first = reduce(both, { type: 'entries', entries: [entry(3, { reply_to: 1 })] })
    expect(awaitedReply(first)).toBe(2)
    expect(awaitedReply(reduce(first, { type: 'entries', entries: [entry(4, { reply_to: 2 })] }))).toBeNull()
  })

  it('does not begin for a reply to an expert', () => {
    const question = entry(1, { kind: 'question', ticket: { number: 1001, state: 'open' } })
    expect(awaitedReply(after({ type: 'status', status: 'online' }, { type: 'entries', entries: [question] }))).toBeNull()
  })
})

describe('the message that an entry replies to', () => {
  const first = entry(1, { kind: 'question', text: 'một cửa là gì' })
  const distant = (...entries: Entry[]): string | null =>
    distantMessage(after({ type: 'entries', entries }), entries[entries.length - 1]!)

  it('is clear right under it, and under another reply to it', () => {
    expect(distant(first, entry(2, { reply_to: 1 }))).toBeNull()
    expect(distant(first, entry(2, { reply_to: 1 }), entry(3, { reply_to: 1 }))).toBeNull()
  })

  it('is not clear under another message, nor under the reply to another', () => {
    const second = entry(2, { kind: 'question', text: 'lệ phí bao nhiêu' })
    expect(distant(first, second, entry(3, { reply_to: 1 }))).toBe('một cửa là gì')
    expect(distant(first, second, entry(3, { reply_to: 1 }), entry(4, { reply_to: 2 }))).toBe('lệ phí bao nhiêu')
  })

  it('is not guessed', () => {
    expect(distant(first, entry(2, { kind: 'question' }), entry(3))).toBeNull()
  })
})

describe('buttons of an entry', () => {
  it('lose their meaning when the visitor has written since', () => {
    const clarification = entry(2, { kind: 'clarification' })
    const state = after({ type: 'entries', entries: [entry(1, { kind: 'question' }), clarification] })
    expect(isSuperseded(state, clarification)).toBe(false)
    expect(isSuperseded(reduce(state, { type: 'submitted', message }), clarification)).toBe(true)
    const question = entry(3, { kind: 'question' })
    expect(isSuperseded(reduce(state, { type: 'entries', entries: [question] }), clarification)).toBe(true)
  })
})
