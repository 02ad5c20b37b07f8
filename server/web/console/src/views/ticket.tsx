// One ticket: its conversation, the closest articles, and the reply.

import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { readEntries } from '@reformdesk/shared/protocol'
import { formatTime } from '@reformdesk/shared/dates'
import { messageOf } from '../api.ts'
import { formatRoute } from '../router.ts'
import type { Store } from '../store.ts'
import { channelNames, describeReason, stateNames } from '../texts.ts'
import type { Tab, Ticket, TicketDetails } from '../types.ts'
import { Conversation } from './conversation.tsx'
import { Reply } from './reply.tsx'
import { Suggestions } from './suggestions.tsx'

export function TicketPane({ store, number, tab }: { store: Store; number: number; tab: Tab }): JSX.Element {
  const [details, setDetails] = useState<TicketDetails | null>(null)
  const [error, setError] = useState('')
  const insert = useRef<((text: string) => void) | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = details !== null

  const load = async (): Promise<void> => {
    try {
      const loaded = await store.api.ticket(number)
      // A slow answer must not replace a newer one.
      setDetails((before) =>
        before !== null && before.ticket.version > loaded.ticket.version
          ? before
          : { ...loaded, entries: readEntries(loaded.entries) },
      )
      setError('')
      store.take(loaded.ticket)
    } catch (failure) {
      setError(messageOf(failure))
    }
  }
  useEffect(() => {
    void load()
    return store.onTicket((ticket) => {
      if (ticket === null || ticket.number === number) void load()
    })
  }, [store, number])
  useEffect(() => {
    if (shown) heading.current?.focus({ preventScroll: true })
  }, [shown])

  const back = (
    <a class="back" href={formatRoute({ page: 'queue', tab })}>
      ← Danh sách
    </a>
  )
  if (details === null) {
    return (
      <section class="pane" aria-busy={error === ''}>
        {back}
        {error === '' ? (
          <p class="state muted">Đang tải…</p>
        ) : (
          <div class="state" role="alert">
            <p>{error}</p>
            <button type="button" onClick={() => void load()}>
              Thử lại
            </button>
          </div>
        )}
      </section>
    )
  }
  const { ticket } = details
  return (
    <section class="pane ticket-pane" aria-label={`Phiếu #${number}`}>
      <div class="ticket-main">
        {back}
        <header class="ticket-head">
          <h2 tabIndex={-1} ref={heading}>
            Phiếu #{ticket.number} <span class={`tag state-${ticket.state}`}>{stateNames[ticket.state]}</span>
          </h2>
          <p class="ticket-question" tabIndex={0}>
            {ticket.question}
          </p>
          <Facts ticket={ticket} />
        </header>
        {error !== '' && <p class="banner">Chưa tải được thay đổi mới nhất. {error}</p>}
        <Conversation entries={details.entries} ticket={number} />
        <Reply store={store} ticket={ticket} insert={insert} onChange={() => void load()} />
      </div>
      <Suggestions
        suggestions={details.suggestions}
        {...(ticket.state === 'closed' ? {} : { onInsert: (text: string) => insert.current?.(text) })}
      />
    </section>
  )
}

function Facts({ ticket }: { ticket: Ticket }): JSX.Element {
  return (
    <ul class="facts muted small">
      <li>{describeReason(ticket.reason)}</li>
      <li>
        {channelNames[ticket.channel] ?? ticket.channel}, {formatTime(ticket.created_at)}
      </li>
      {ticket.assignee !== '' && <li>Người nhận: {ticket.assignee}</li>}
      {ticket.unit !== '' && <li>Đã chuyển: {ticket.unit}</li>}
      {ticket.answered_by !== '' && <li>Người trả lời: {ticket.answered_by}</li>}
      {ticket.reopened > 0 && <li>Hỏi thêm {ticket.reopened} lần</li>}
    </ul>
  )
}
