// What was found, as nodes. Text never becomes markup.

import { formatTime } from '@reformdesk/shared/dates'
import { element } from '@reformdesk/shared/dom'
import { renderMarkdown } from '@reformdesk/shared/markdown'
import { sourceItem } from '@reformdesk/shared/sources'
import { describeValidity } from '@reformdesk/shared/validity'
import type { Article, ExpertAnswer, Found, Ticket, Wanted } from './find.ts'
import { texts, ticketName, ticketStates, tooFast } from './texts.ts'

function time(at: string): HTMLElement {
  return element('time', { datetime: at }, formatTime(at))
}

function answer({ author, text, at }: ExpertAnswer): HTMLElement {
  const name = author === '' ? texts.expert : `${texts.expert} ${author}`
  return element(
    'section',
    { class: 'answer' },
    element('h3', {}, `${name} ${texts.answered}`),
    element('div', { class: 'text' }, renderMarkdown(text, document)),
    element('p', { class: 'muted' }, time(at)),
  )
}

function renderTicket(ticket: Ticket): Node[] {
  const { number, state, question, created_at, answers } = ticket
  return [
    element('h2', { tabindex: '-1' }, ticketName(number)),
    element('p', {}, element('span', { class: `state ${state}` }, ticketStates[state])),
    element('h3', {}, texts.question),
    element('p', { class: 'question' }, question),
    element('p', { class: 'muted' }, `${texts.sent} `, time(created_at)),
    ...answers.map(answer),
    element('p', { class: 'note' }, state === 'open' ? texts.waiting : texts.continued),
  ]
}

function renderArticle(article: Article): Node[] {
  const basis = element('section', { class: 'basis' })
  if (article.sources.length > 0) {
    basis.append(element('h3', {}, texts.legalBasis), element('ul', {}, ...article.sources.map(sourceItem)))
  }
  basis.append(element('p', { class: article.in_force ? 'validity' : 'validity expired' }, describeValidity(article)))
  return [
    element('h2', { tabindex: '-1' }, article.title),
    element('p', {}, element('span', { class: 'state' }, texts.automatic)),
    element('div', { class: 'text' }, renderMarkdown(article.text, document)),
    basis,
  ]
}

function renderTrouble(sentence: string, retry: (() => void) | null): Node[] {
  const said = element('p', { class: 'trouble', tabindex: '-1' }, sentence)
  if (retry === null) return [said]
  const button = element('button', { type: 'button' }, texts.retry)
  button.addEventListener('click', retry)
  return [said, button]
}

/** The first node with a tabindex takes the focus. `retry` asks the same again. */
export function renderFound(found: Found, wanted: Wanted, retry: () => void): Node[] {
  switch (found.kind) {
    case 'ticket':
      return renderTicket(found.ticket)
    case 'article':
      return renderArticle(found.article)
    case 'missing':
      return renderTrouble(wanted.kind === 'ticket' ? texts.noTicket : texts.noArticle, null)
    case 'too_fast':
      return renderTrouble(tooFast(found.seconds), retry)
    case 'offline':
      return renderTrouble(texts.offline, retry)
    case 'unavailable':
      return renderTrouble(texts.unavailable, retry)
  }
}

/** For the browser's tab and history. */
export function titleOf(found: Found): string {
  if (found.kind === 'ticket') return `${ticketName(found.ticket.number)} – ${texts.title}`
  return found.kind === 'article' ? found.article.title : texts.title
}
