// The list of tickets with its tabs.

import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatTime } from '@reformdesk/shared/dates'
import { formatRoute, type Route } from '../router.ts'
import { useShortcuts } from '../shortcuts.ts'
import type { Store } from '../store.ts'
import { describeReason, onOneLine, stateNames, tabNames } from '../texts.ts'
import type { Counts, Load, Tab, Ticket } from '../types.ts'

const tabs: Tab[] = ['open', 'answered', 'all']

const emptyTexts: Record<Tab, string> = {
  open: 'Không có phiếu nào đang chờ.',
  answered: 'Chưa có phiếu nào được trả lời.',
  all: 'Chưa có phiếu nào.',
}

function countOf(tab: Tab, counts: Counts | null): number | null {
  if (counts === null) return null
  return tab === 'all' ? counts.open + counts.answered + counts.closed : counts[tab]
}

export function Queue({ store, route }: { store: Store; route: Route & { tab: Tab } }): JSX.Element {
  const { tab } = route
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => void store.load(tab), [store, tab])
  const move = (step: number): void => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    const current = at >= 0 ? at : links.findIndex((link) => link.getAttribute('aria-current') !== null)
    const next = current < 0 ? 0 : Math.min(Math.max(current + step, 0), links.length - 1)
    links[next]?.focus()
  }
  useShortcuts(store.storage, { j: () => move(1), k: () => move(-1) })
  const tickets = store.list(tab)
  const selected = route.page === 'ticket' ? route.number : null
  return (
    <section class="pane queue" aria-label="Danh sách phiếu">
      <nav class="tabs" aria-label="Trạng thái phiếu">
        {tabs.map((one) => (
          <a key={one} href={formatRoute({ page: 'queue', tab: one })} aria-current={one === tab ? 'true' : undefined}>
            {tabNames[one]} <span class="count">{countOf(one, store.counts) ?? '…'}</span>
          </a>
        ))}
      </nav>
      <ul class="tickets" ref={list}>
        {tickets.map((ticket) => (
          <li key={ticket.number}>
            <Row ticket={ticket} tab={tab} selected={ticket.number === selected} isNew={store.arrival === ticket} />
          </li>
        ))}
      </ul>
      <State store={store} tab={tab} load={store.loads[tab]} empty={tickets.length === 0} />
    </section>
  )
}

function Row(props: { ticket: Ticket; tab: Tab; selected: boolean; isNew: boolean }): JSX.Element {
  const { ticket, tab } = props
  return (
    <a
      class={props.isNew ? 'ticket new' : 'ticket'}
      href={formatRoute({ page: 'ticket', tab, number: ticket.number })}
      aria-current={props.selected ? 'true' : undefined}
    >
      <span class="line">
        <strong>#{ticket.number}</strong>
        {ticket.reopened > 0 && ticket.state === 'open' && <span class="tag warn">Hỏi thêm</span>}
        {tab === 'all' && <span class={`tag state-${ticket.state}`}>{stateNames[ticket.state]}</span>}
        <time dateTime={ticket.created_at}>{formatTime(ticket.created_at)}</time>
      </span>
      <span class="question">{onOneLine(ticket.question)}</span>
      <span class="muted small">
        {ticket.state === 'open' || ticket.answered_by === '' ? describeReason(ticket.reason) : ticket.answered_by}
      </span>
    </a>
  )
}

function State(props: { store: Store; tab: Tab; load: Load | undefined; empty: boolean }): JSX.Element | null {
  const { store, tab, load, empty } = props
  if (typeof load === 'object') {
    return (
      <div class="state" role="alert">
        <p>{load.error}</p>
        <button type="button" onClick={() => void store.load(tab)}>
          Thử lại
        </button>
      </div>
    )
  }
  if (load !== 'ready') return empty ? <p class="state muted">Đang tải…</p> : null
  if (empty) return <p class="state muted">{emptyTexts[tab]}</p>
  const next = store.next[tab]
  if (next === null || next === undefined) return null
  return (
    <div class="state">
      <button type="button" onClick={() => void store.loadMore(tab)}>
        Xem thêm
      </button>
    </div>
  )
}
