// The page: what the address names, and a form for another code below it. The address is the only state.

import { element } from '@reformdesk/shared/dom'
import { find, readQuery, writeQuery, type Wanted } from './find.ts'
import { renderFound, titleOf } from './render.ts'
import { texts } from './texts.ts'

export class LookupPage {
  private readonly input = element('input', {
    id: 'code',
    name: 'ma',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    maxlength: '40',
    'aria-describedby': 'hint problem',
  })
  private readonly problem = element('p', { id: 'problem', class: 'trouble', hidden: true })
  private readonly result = element('div', { class: 'result', hidden: true })
  private readonly status = element('p', { role: 'status' })
  private underWay = new AbortController()

  constructor(
    root: HTMLElement,
    private readonly ask: typeof fetch = (url, init) => fetch(url, init),
  ) {
    root.replaceChildren(this.status, this.result, this.form())
    addEventListener('popstate', () => this.show(false))
  }

  /** Shows what the address names. `byHand`: the reader asked for it here, so the focus goes to what was found. */
  show(byHand: boolean): void {
    this.underWay.abort()
    this.showProblem('')
    this.result.hidden = true
    this.result.replaceChildren()
    this.status.textContent = ''
    document.title = texts.title
    const wanted = readQuery(location.search)
    this.input.value = wanted?.kind === 'ticket' ? wanted.code : ''
    if (wanted !== null) void this.load(wanted, byHand)
  }

  private form(): HTMLElement {
    const form = element(
      'form',
      { novalidate: true },
      element('p', {}, texts.intro),
      element('label', { for: 'code' }, texts.label),
      element('div', { class: 'row' }, this.input, element('button', { type: 'submit' }, texts.search)),
      element('p', { id: 'hint', class: 'muted' }, texts.hint),
      this.problem,
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.submit()
    })
    return form
  }

  private submit(): void {
    const code = this.input.value.trim()
    if (code === '') {
      this.showProblem(texts.empty)
      this.input.focus()
      return
    }
    history.pushState(null, '', writeQuery(code))
    this.show(true)
  }

  private showProblem(sentence: string): void {
    this.problem.textContent = sentence
    this.problem.hidden = sentence === ''
    if (sentence === '') this.input.removeAttribute('aria-invalid')
    else this.input.setAttribute('aria-invalid', 'true')
  }

  private async load(wanted: Wanted, byHand: boolean): Promise<void> {
    const abort = new AbortController()
    this.underWay = abort
    this.status.textContent = texts.loading
    const found = await find(wanted, abort.signal, this.ask)
    if (found === null) return
    this.status.textContent = ''
    this.result.replaceChildren(...renderFound(found, wanted, () => this.show(true)))
    this.result.hidden = false
    document.title = titleOf(found)
    if (byHand) this.result.querySelector<HTMLElement>('[tabindex]')?.focus()
  }
}
