// Writing and sending the answer, and closing the ticket.
//
// An answer is sent with the version of the ticket that the expert has seen. When the ticket changes while an answer is
// being written, the change is shown first and has to be acknowledged; the server refuses what slips through.

import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { newMessageId, utf8Length } from '@reformdesk/shared/protocol'
import { ApiError, messageOf } from '../api.ts'
import type { Draft } from '../drafts.ts'
import { useShortcuts } from '../shortcuts.ts'
import type { Store } from '../store.ts'
import { longestAnswer, type Ticket } from '../types.ts'

type Sending = 'idle' | 'sending' | { failure: string; passing: boolean }

interface Props {
  store: Store
  ticket: Ticket
  /** Filled in here: puts text into the answer. */
  insert: { current: ((text: string) => void) | null }
  /** The ticket has changed on the server. */
  onChange(): void
}

function describeChange(ticket: Ticket): string {
  if (ticket.state === 'closed') return 'Phiếu này vừa được đóng.'
  if (ticket.state === 'open') return 'Người hỏi vừa viết thêm vào phiếu này.'
  return `Phiếu này vừa được ${ticket.answered_by || 'một chuyên viên khác'} trả lời.`
}

/** Reads the ticket out of a 409 problem. */
function conflictOf(error: unknown): Ticket | null {
  if (!(error instanceof ApiError) || error.code !== 'version_conflict') return null
  const ticket = error.body.ticket
  return typeof ticket === 'object' && ticket !== null ? (ticket as Ticket) : null
}

export function Reply({ store, ticket, insert, onChange }: Props): JSX.Element {
  const { number } = ticket
  const [draft, setDraft] = useState<Draft>(() => store.drafts.get(number))
  const [seen, setSeen] = useState(ticket.version)
  const [sending, setSending] = useState<Sending>('idle')
  const [sent, setSent] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  // An attempt whose outcome is unknown may be what changed the ticket: let the server tell by its request id.
  const undecided = draft.requestId !== undefined
  const conflict = ticket.version > seen && draft.text !== '' && !undecided ? ticket : null
  const bytes = utf8Length(draft.text.trim())

  // Without a draft there is nothing that a change could contradict.
  useEffect(() => {
    if (draft.text === '' && sending !== 'sending') setSeen(ticket.version)
  }, [ticket.version, draft.text, sending])

  const write = (text: string): void => {
    const next: Draft = { text }
    setDraft(next)
    setSent(false)
    if (sending !== 'sending') setSending('idle')
    store.drafts.put(number, next)
  }
  insert.current = (text) => {
    write(draft.text.trim() === '' ? text : `${draft.text.trimEnd()}\n\n${text}`)
    box.current?.focus()
  }
  useShortcuts(store.storage, { r: () => box.current?.focus() })

  const finish = (changed: Ticket): void => {
    setSeen(changed.version)
    setSending('idle')
    store.take(changed)
    onChange()
  }

  const send = async (): Promise<void> => {
    const text = draft.text.trim()
    if (text === '' || bytes > longestAnswer || sending === 'sending' || conflict !== null) return
    const requestId = draft.requestId ?? newMessageId()
    const attempt: Draft = { text: draft.text, requestId }
    setDraft(attempt)
    store.drafts.put(number, attempt)
    setSending('sending')
    try {
      const changed = await store.api.answer(number, text, seen, requestId)
      store.drafts.remove(number)
      setDraft({ text: '' })
      setSent(true)
      finish(changed)
    } catch (error) {
      fail(error)
    }
  }

  const close = async (): Promise<void> => {
    setSending('sending')
    try {
      finish(await store.api.close(number, ticket.version, newMessageId()))
    } catch (error) {
      fail(error)
    }
  }

  const fail = (error: unknown): void => {
    const changed = conflictOf(error)
    if (changed !== null) {
      setSending('idle')
      setDraft({ text: draft.text })
      store.drafts.put(number, { text: draft.text })
      store.take(changed)
      onChange()
    } else {
      setSending({ failure: messageOf(error), passing: error instanceof ApiError && error.isPassing })
    }
  }

  if (ticket.state === 'closed' && draft.text === '') {
    return <p class="reply closed muted">Phiếu đã đóng. Nếu người hỏi viết tiếp, phiếu sẽ được mở lại.</p>
  }
  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {conflict !== null && <Conflict ticket={conflict} onContinue={() => setSeen(conflict.version)} onDiscard={() => write('')} />}
      <label for="reply">Câu trả lời của bạn</label>
      <textarea
        id="reply"
        ref={box}
        rows={6}
        value={draft.text}
        readOnly={sending === 'sending'}
        placeholder="Viết câu trả lời; nêu căn cứ pháp lý nếu có"
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === 'Escape') event.currentTarget.blur()
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          void send()
        }}
      />
      {bytes > longestAnswer && (
        <p class="error" role="alert">
          Câu trả lời quá dài: {bytes.toLocaleString('vi')} trên {longestAnswer.toLocaleString('vi')} byte.
        </p>
      )}
      {typeof sending === 'object' && (
        <p class="error" role="alert">
          Chưa gửi được. {sending.failure} {sending.passing && 'Bấm “Thử lại”; câu trả lời sẽ không bị gửi hai lần.'}
        </p>
      )}
      <div class="buttons">
        <button
          type="submit"
          class="primary"
          disabled={draft.text.trim() === '' || bytes > longestAnswer || sending === 'sending' || conflict !== null}
        >
          {sending === 'sending' ? 'Đang gửi…' : typeof sending === 'object' ? 'Thử lại' : 'Gửi câu trả lời'}
        </button>
        <span class="muted small hint" role="status">
          {sent ? 'Đã gửi câu trả lời.' : draft.text !== '' ? 'Đã lưu nháp. Ctrl+Enter để gửi.' : ''}
        </span>
        {ticket.state !== 'closed' && <CloseButton busy={sending === 'sending'} onClose={() => void close()} />}
      </div>
    </form>
  )
}

function Conflict(props: { ticket: Ticket; onContinue(): void; onDiscard(): void }): JSX.Element {
  return (
    <div class="conflict" role="alert">
      <p>
        <strong>{describeChange(props.ticket)}</strong> Xem lại cuộc trò chuyện trước khi gửi; bản nháp của bạn vẫn còn.
      </p>
      <div class="buttons">
        {props.ticket.state !== 'closed' && (
          <button type="button" onClick={props.onContinue}>
            Đã xem, tiếp tục trả lời
          </button>
        )}
        <button type="button" onClick={props.onDiscard}>
          Bỏ bản nháp
        </button>
      </div>
    </div>
  )
}

function CloseButton({ busy, onClose }: { busy: boolean; onClose(): void }): JSX.Element {
  const [asked, setAsked] = useState(false)
  if (!asked) {
    return (
      <button type="button" disabled={busy} onClick={() => setAsked(true)}>
        Đóng phiếu
      </button>
    )
  }
  return (
    <span class="buttons" role="group" aria-label="Đóng phiếu">
      <span class="small">Đóng phiếu này?</span>
      <button
        type="button"
        class="danger"
        disabled={busy}
        onClick={() => {
          setAsked(false)
          onClose()
        }}
      >
        Đóng
      </button>
      <button type="button" onClick={() => setAsked(false)}>
        Không
      </button>
    </span>
  )
}
