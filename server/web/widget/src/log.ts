// The conversation on the screen: keeps the rows in step with the state and decides where it is scrolled to.

import { element } from '@reformdesk/shared/dom'
import { EntryRow, OwnRow, type Row, type RowActions } from './rows.ts'
import { awaitedReply, type State } from './state.ts'
import { texts } from './texts.ts'

interface Wanted {
  key: string
  own: boolean
  build(): Row
}

const closeToEnd = 60

export class LogView {
  readonly node: HTMLElement
  private readonly rows = new Map<string, Row>()
  private readonly list = element('div', { class: 'rows' })
  private readonly typing = element(
    'div',
    { class: 'row typing', hidden: true },
    element('span', { class: 'dots', 'aria-hidden': 'true' }, element('i'), element('i'), element('i')),
    element('span', {}, texts.typing),
  )
  private readonly jump = element('button', { type: 'button', class: 'jump', hidden: true }, `${texts.jump} ↓`)

  constructor(
    intro: HTMLElement,
    private readonly actions: RowActions,
  ) {
    // The greeting stands before the log's live region: it is no message.
    const log = element('div', { role: 'log', 'aria-live': 'polite', 'aria-label': texts.log }, this.list, this.typing)
    this.node = element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': texts.scroll }, intro, log, this.jump)
    this.jump.addEventListener('click', () => {
      this.scrollToEnd()
      this.node.focus({ preventScroll: true })
    })
    this.node.addEventListener('scroll', () => {
      if (this.isAtEnd()) this.jump.hidden = true
    })
  }

  update(state: State): void {
    const wasAtEnd = this.isAtEnd()
    const wasEmpty = this.rows.size === 0
    const wanted = this.wantedRows(state)
    const keys = new Set(wanted.map((one) => one.key))
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue
      row.node.remove()
      this.rows.delete(key)
    }
    let previous: Element | null = null
    let firstNew: HTMLElement | null = null
    let ownIsNew = false
    for (const one of wanted) {
      let row = this.rows.get(one.key)
      if (row === undefined) {
        row = one.build()
        this.rows.set(one.key, row)
        firstNew ??= row.node
        ownIsNew ||= one.own
      }
      row.update(state)
      const place: Element | null = previous === null ? this.list.firstElementChild : previous.nextElementSibling
      if (place !== row.node) this.list.insertBefore(row.node, place)
      previous = row.node
    }
    const typing = awaitedReply(state) !== null
    const typingIsNew = typing && this.typing.hidden
    this.typing.hidden = !typing
    if (wasEmpty || ownIsNew || (typingIsNew && wasAtEnd)) this.scrollToEnd()
    else if (firstNew !== null) this.showArrival(firstNew, wasAtEnd)
  }

  scrollToEnd(): void {
    this.node.scrollTop = this.node.scrollHeight
    this.jump.hidden = true
  }

  /** A long answer is shown from its beginning. Somebody who reads further up is not torn away. */
  private showArrival(row: HTMLElement, wasAtEnd: boolean): void {
    if (wasAtEnd) this.node.scrollTop = row.offsetTop - 12
    else this.jump.hidden = false
  }

  private isAtEnd(): boolean {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < closeToEnd
  }

  private wantedRows(state: State): Wanted[] {
    const wanted: Wanted[] = state.entries.map((entry) =>
      entry.kind === 'question'
        ? {
            // The same key as before the message reached the log: its row stays where it is.
            key: entry.id !== undefined ? `m${entry.id}` : `e${entry.sequence}`,
            own: false,
            build: () =>
              new OwnRow(entry.id !== undefined ? { id: entry.id } : { sequence: entry.sequence }, entry.text, this.actions),
          }
        : { key: `e${entry.sequence}`, own: false, build: () => new EntryRow(entry, this.actions) },
    )
    for (const message of state.pending) {
      wanted.push({
        key: `m${message.id}`,
        own: true,
        build: () => new OwnRow({ id: message.id }, message.text, this.actions),
      })
    }
    return wanted
  }
}
