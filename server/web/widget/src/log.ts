// The conversation on the screen: keeps the rows in step with the state and decides where it is scrolled to.

import { element, icon } from '@reformdesk/shared/dom'
import type { Entry } from '@reformdesk/shared/protocol'
import { EntryRow, OwnRow, type Row, type RowActions } from './rows.ts'
import { awaitedReply, distantMessage, type State } from './state.ts'
import { texts } from './texts.ts'

interface Wanted {
  key: string
  own: boolean
  isNews: boolean
  build(): Row
}

const arrowIcon = ['M12 5v14', 'm6 13 6 6 6-6']
const closeToEnd = 60

export class LogView {
  readonly node: HTMLElement
  private readonly rows = new Map<string, Row>()
  /** What came in and is still to be read, from the top down. */
  private unseen: HTMLElement[] = []
  private readonly list = element('div', { class: 'rows' })
  private readonly typing = element(
    'div',
    { class: 'row typing', hidden: true },
    element('span', { class: 'dots', 'aria-hidden': 'true' }, element('i'), element('i'), element('i')),
    element('span', {}, texts.typing),
  )
  private readonly scroll: HTMLElement
  // Not in the live region, which has told screen readers already what came.
  private readonly jump = element('button', { type: 'button', class: 'jump', hidden: true }, element('span', {}, texts.jump), icon(...arrowIcon))

  constructor(
    intro: HTMLElement,
    private readonly actions: RowActions,
  ) {
    // The greeting stands before the log's live region: it is no message.
    const log = element('div', { role: 'log', 'aria-live': 'polite', 'aria-label': texts.log }, this.list, this.typing)
    this.scroll = element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': texts.scroll }, intro, log)
    this.node = element('div', { class: 'conversation' }, this.scroll, this.jump)
    this.jump.addEventListener('click', () => this.jumpDown())
    this.scroll.addEventListener('scroll', () => this.forgetRead())
  }

  /** `seen` is the sequence up to which the visitor had seen the log before: what is older is no news. */
  update(state: State, seen: number): void {
    const wasAtEnd = this.isAtEnd()
    const wasEmpty = this.rows.size === 0
    const wanted = this.wantedRows(state, seen)
    const keys = new Set(wanted.map((one) => one.key))
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue
      row.node.remove()
      this.rows.delete(key)
    }
    this.unseen = this.unseen.filter((node) => node.isConnected)
    let previous: Element | null = null
    let rowsAreNew = false
    let ownIsNew = false
    for (const one of wanted) {
      let row = this.rows.get(one.key)
      if (row === undefined) {
        row = one.build()
        this.rows.set(one.key, row)
        rowsAreNew = true
        ownIsNew ||= one.own
        if (one.isNews) this.unseen.push(row.node)
      }
      row.update(state)
      const place: Element | null = previous === null ? this.list.firstElementChild : previous.nextElementSibling
      if (place !== row.node) this.list.insertBefore(row.node, place)
      previous = row.node
    }
    const typing = awaitedReply(state) !== null
    const typingIsNew = typing && this.typing.hidden
    this.typing.hidden = !typing
    // Somebody who reads further up is not torn away.
    if (ownIsNew || (typingIsNew && wasAtEnd)) this.scrollTo(this.scroll.scrollHeight)
    else if (rowsAreNew && (wasEmpty || wasAtEnd)) this.showNews()
    this.forgetRead()
  }

  /** What is new from its beginning, for an answer may be long and others may follow; otherwise the end. */
  showNews(): void {
    const first = this.unseen[0]
    this.scrollTo(first === undefined ? this.scroll.scrollHeight : topOf(first))
    this.forgetRead()
  }

  focus(): void {
    this.scroll.focus({ preventScroll: true })
  }

  private jumpDown(): void {
    const next = this.unseen[0]
    if (next === undefined) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (still) this.scrollTo(topOf(next))
    else this.scroll.scrollTo({ top: topOf(next), behavior: 'smooth' })
    // Tab and a screen reader's arrows go on from there.
    next.tabIndex = -1
    next.focus({ preventScroll: true })
    this.forgetRead()
  }

  private scrollTo(top: number): void {
    this.scroll.scrollTop = top
  }

  private forgetRead(): void {
    // In a closed panel nothing is on the screen.
    if (this.scroll.clientHeight === 0) return
    const atEnd = this.isAtEnd()
    this.unseen = this.unseen.filter((row) => !atEnd && this.isBelow(row))
    const none = this.unseen.length === 0
    if (none && this.jump.matches(':focus')) this.focus()
    this.jump.hidden = none
  }

  /** What begins in the lower half and goes on below the screen is still to be read, too. */
  private isBelow(row: HTMLElement): boolean {
    const { scrollTop, clientHeight } = this.scroll
    return row.offsetTop > scrollTop + clientHeight / 2 && row.offsetTop + row.offsetHeight > scrollTop + clientHeight
  }

  private isAtEnd(): boolean {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < closeToEnd
  }

  private wantedRows(state: State, seen: number): Wanted[] {
    const wanted: Wanted[] = state.entries.map((entry) => ({
      // The same key as before the message reached the log: its row stays where it is.
      key: entry.kind === 'question' && entry.id !== undefined ? `m${entry.id}` : `e${entry.sequence}`,
      own: false,
      isNews: entry.sequence > seen,
      build: () => this.buildRow(state, entry),
    }))
    for (const message of state.pending) {
      wanted.push({
        key: `m${message.id}`,
        own: true,
        isNews: false,
        build: () => new OwnRow({ id: message.id }, message.text, this.actions),
      })
    }
    return wanted
  }

  private buildRow(state: State, entry: Entry): Row {
    if (entry.kind !== 'question') return new EntryRow(entry, this.actions, distantMessage(state, entry))
    const key = entry.id !== undefined ? { id: entry.id } : { sequence: entry.sequence }
    return new OwnRow(key, entry.text, this.actions)
  }
}

function topOf(row: HTMLElement): number {
  return row.offsetTop - 12
}
