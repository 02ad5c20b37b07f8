// The rows of the conversation. A row is built once and then updated in its small changing parts only, so that a
// screen reader, which is told of changes in the log, does not read whole messages again.

import { formatTime } from '@reformdesk/shared/dates'
import { element, icon } from '@reformdesk/shared/dom'
import { renderMarkdown } from '@reformdesk/shared/markdown'
import type { AnswerCard, Entry, TicketReference } from '@reformdesk/shared/protocol'
import { sourceItem } from '@reformdesk/shared/sources'
import { describeValidity } from '@reformdesk/shared/validity'
import { currentTicket, isSuperseded, type PendingMessage, type State } from './state.ts'
import { repliesTo, texts, ticketName, ticketStates } from './texts.ts'

/** What the visitor can do in the log. */
export interface RowActions {
  say(text: string, choice?: string): void
  retry(id: string): void
  edit(id: string): void
}

export interface Row {
  node: HTMLElement
  update(state: State): void
}

const personIcon = ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z', 'M4 21c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5']
const ticketIcon = ['M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4V7Z', 'M10 7v10']

function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text
}

function button(label: string, className: string, action: () => void): HTMLButtonElement {
  const node = element('button', { type: 'button', class: className }, label)
  node.addEventListener('click', action)
  return node
}

function timeOf(at: string): HTMLElement {
  return element('time', { datetime: at }, formatTime(at))
}

/** The visitor's own message, before and after it reached the log. */
export class OwnRow implements Row {
  readonly node: HTMLElement
  private readonly status = element('span', { class: 'status' })
  private readonly failure = element('div', { class: 'failure', hidden: true })
  private readonly time = element('span')
  private shownAt = ''
  private shownReason: string | null = null

  constructor(
    private readonly key: { id?: string; sequence?: number },
    text: string,
    private readonly actions: RowActions,
  ) {
    this.node = element(
      'div',
      { class: 'row own' },
      element('span', { class: 'hidden' }, `${texts.you}: `),
      element('div', { class: 'bubble plain' }, text),
      element('div', { class: 'meta' }, this.time, this.status),
      this.failure,
    )
  }

  update(state: State): void {
    const { id, sequence } = this.key
    const entry = state.entries.find((one) => (id !== undefined ? one.id === id : one.sequence === sequence))
    const pending = state.pending.find((one) => one.id === id)
    if (entry !== undefined && this.shownAt !== entry.at) {
      this.shownAt = entry.at
      this.time.replaceChildren(timeOf(entry.at), ' · ')
    }
    const refused = entry === undefined && pending?.delivery === 'refused'
    setText(this.status, entry !== undefined || pending === undefined ? texts.sent : deliveryText(pending))
    this.node.classList.toggle('waiting', entry === undefined && pending !== undefined && pending.delivery !== 'accepted')
    this.showFailure(refused && pending !== undefined ? (pending.reason ?? '') : null)
  }

  private showFailure(reason: string | null): void {
    if (reason === this.shownReason) return
    this.shownReason = reason
    this.failure.hidden = reason === null
    this.failure.replaceChildren()
    const { id } = this.key
    if (reason === null || id === undefined) return
    if (reason !== '') this.failure.append(element('span', {}, reason))
    this.failure.append(
      element(
        'span',
        { class: 'actions' },
        button(texts.retry, 'small', () => this.actions.retry(id)),
        button(texts.edit, 'small', () => this.actions.edit(id)),
      ),
    )
  }
}

function deliveryText(message: PendingMessage): string {
  return { queued: texts.queued, sending: texts.sending + '…', accepted: texts.sent, refused: texts.refused }[
    message.delivery
  ]
}

/** What stands under the text of an answer: the legal basis, and until when it holds. */
function answerDetails(answer: AnswerCard): HTMLElement[] {
  const details: HTMLElement[] = []
  if (answer.sources.length > 0) {
    details.push(
      element('div', { class: 'basis-title' }, texts.legalBasis),
      element('ul', {}, ...answer.sources.map(sourceItem)),
    )
  }
  if (answer.in_force) details.push(validityLine(answer))
  return details.length === 0 ? [] : [element('div', { class: 'basis' }, ...details)]
}

function validityLine(answer: AnswerCard): HTMLElement {
  return element('div', { class: answer.in_force ? 'validity' : 'validity expired' }, describeValidity(answer))
}

/** What the bot, an expert or the desk said. */
export class EntryRow implements Row {
  readonly node: HTMLElement
  private readonly updates: ((state: State) => void)[] = []

  constructor(
    private readonly entry: Entry,
    private readonly actions: RowActions,
    /** The message that this replies to, when its place does not tell. */
    private readonly message: string | null,
  ) {
    this.node = element('div', { class: `row from-${entry.kind.replace('_', '-')}` })
    if (entry.kind === 'notice') {
      this.node.append(element('div', { class: 'notice' }, entry.text), this.ticketLine())
      return
    }
    this.node.append(this.heading(), this.bubble())
    if (entry.kind === 'answer') this.node.append(this.askPerson())
    if (entry.choices !== undefined) this.node.append(this.choices())
    if (entry.kind === 'clarification') this.node.append(this.askPerson())
  }

  update(state: State): void {
    for (const update of this.updates) update(state)
  }

  private heading(): HTMLElement {
    const { entry } = this
    const heading = element('div', { class: 'meta' })
    if (entry.kind === 'expert_answer') {
      heading.append(
        element('span', { class: 'avatar' }, icon(...personIcon)),
        element('strong', { class: 'author' }, entry.author || texts.expert),
        ...(entry.author === '' ? [] : [element('span', { class: 'tag' }, texts.expert)]),
      )
    } else {
      const label = entry.kind === 'answer' ? texts.automatic : texts.assistant
      heading.append(element('span', { class: 'tag' }, label))
    }
    heading.append(timeOf(entry.at))
    return heading
  }

  private bubble(): HTMLElement {
    const { entry } = this
    const bubble = element('div', { class: 'bubble' })
    if (this.message !== null) bubble.append(element('div', { class: 'quote' }, repliesTo(this.message)))
    if (entry.answer !== undefined && entry.answer.title !== '')
      bubble.append(element('div', { class: 'title' }, entry.answer.title))
    // Before the text, so that nobody reads an old rule for a present one.
    if (entry.answer !== undefined && !entry.answer.in_force) bubble.append(validityLine(entry.answer))
    bubble.append(renderMarkdown(entry.text, document))
    if (entry.answer !== undefined) bubble.append(...answerDetails(entry.answer))
    if (entry.ticket !== undefined)
      bubble.append(entry.kind === 'handover' ? this.ticketCard(entry.ticket) : this.ticketLine())
    return bubble
  }

  private ticketCard(ticket: TicketReference): HTMLElement {
    const state = element('span', { class: 'ticket-state' })
    const card = element(
      'div',
      { class: 'ticket' },
      icon(...ticketIcon),
      element('div', {}, element('strong', {}, ticketName(ticket.number)), state),
    )
    this.updates.push((all) => {
      const current = currentTicket(all, ticket)
      card.dataset.state = current.state
      setText(state, ticketStates[current.state])
    })
    return card
  }

  private ticketLine(): HTMLElement | string {
    const { ticket } = this.entry
    // The text of a notice often names the ticket already.
    const named = ticket === undefined || this.entry.text.includes(`#${ticket.number}`)
    return named ? '' : element('div', { class: 'ticket-line' }, ticketName(ticket.number))
  }

  /** The choices of a clarification, which may also be typed as numbers, or the questions related to an answer. */
  private choices(): HTMLElement {
    const related = this.entry.kind === 'answer'
    const label = related ? texts.related : texts.choices
    const buttons = (this.entry.choices ?? []).map((choice, index) => {
      const node = button('', 'choice', () => this.actions.say(choice.label, choice.choice))
      if (!related) node.append(element('span', { class: 'number' }, String(index + 1)))
      node.append(element('span', {}, choice.label))
      return node
    })
    this.updates.push((state) => {
      const superseded = isSuperseded(state, this.entry)
      for (const node of buttons) node.disabled = superseded
    })
    const group = element('div', { class: 'choices', role: 'group', 'aria-label': label })
    if (related) group.append(element('p', { class: 'suggestions-title' }, label))
    group.append(...buttons)
    return group
  }

  private askPerson(): HTMLElement {
    const node = button(texts.askPerson, 'small', () => this.actions.say(texts.askPersonMessage))
    const row = element('div', { class: 'actions' }, node)
    this.updates.push((state) => {
      row.hidden = isSuperseded(state, this.entry)
    })
    return row
  }
}
