// The whole conversation that a ticket belongs to.

import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatTime } from '@reformdesk/shared/dates'
import type { Entry } from '@reformdesk/shared/protocol'
import { describeValidity } from '@reformdesk/shared/validity'
import { Markdown } from './markdown.tsx'

function speaker(entry: Entry): string {
  if (entry.kind === 'question') return 'Người hỏi'
  if (entry.kind === 'expert_answer') return entry.author || 'Chuyên viên'
  return entry.kind === 'notice' ? 'Thông báo' : 'Trả lời tự động'
}

function Details({ entry }: { entry: Entry }): JSX.Element | null {
  if (entry.kind === 'clarification' && entry.choices !== undefined) {
    return (
      <ol class="small">
        {entry.choices.map((choice) => (
          <li key={choice.choice}>{choice.label}</li>
        ))}
      </ol>
    )
  }
  if (entry.answer === undefined) return null
  if (!entry.answer.in_force && entry.answer.sources.length === 0) return null
  const sources = entry.answer.sources.map(({ clause, document }) => (clause === '' ? document : `${clause}, ${document}`))
  return (
    <p class="muted small">
      {sources.length > 0 && `Căn cứ: ${sources.join('; ')}. `}
      {entry.answer.in_force && `${describeValidity(entry.answer)}.`}
    </p>
  )
}

export function Conversation({ entries, ticket }: { entries: Entry[]; ticket: number }): JSX.Element {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight
  }, [entries.length])
  return (
    <ol class="conversation" aria-label="Cuộc trò chuyện" tabIndex={0} ref={list}>
      {entries.map((entry) => (
        <li key={entry.sequence} class={`entry by-${entry.kind.replace('_', '-')}`}>
          <p class="line">
            <strong>{speaker(entry)}</strong>
            {entry.ticket !== undefined && entry.ticket.number !== ticket && (
              <span class="tag">Phiếu #{entry.ticket.number}</span>
            )}
            <time dateTime={entry.at}>{formatTime(entry.at)}</time>
          </p>
          <div class="said">
            {entry.answer !== undefined && <p class="said-title">{entry.answer.title}</p>}
            {entry.answer?.in_force === false && <p class="expired">{describeValidity(entry.answer)}</p>}
            {entry.kind === 'question' ? <p class="plain">{entry.text}</p> : <Markdown text={entry.text} />}
            <Details entry={entry} />
          </div>
        </li>
      ))}
    </ol>
  )
}
