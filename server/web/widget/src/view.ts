// The launcher and the panel. Shows a state and reports what the visitor does; it decides nothing itself.

import { element, icon } from '@reformdesk/shared/dom'
import { longestText, utf8Length } from '@reformdesk/shared/protocol'
import type { Accent } from './colour.ts'
import { LogView } from './log.ts'
import type { RowActions } from './rows.ts'
import { replyTicket, unreadCount, type State } from './state.ts'
import styles from './widget.css?inline'
import { heldBack, replyingTo, roomLeft, texts, tooLong, unread } from './texts.ts'

export interface ViewActions extends RowActions {
  open(): void
  close(): void
  newQuestion(wanted: boolean): void
}

const chatIcon = ['M4 5h16v11H9l-5 4V5Z', 'M8 9h8', 'M8 12h5']
const closeIcon = ['M6 6l12 12', 'M18 6 6 18']
const sendIcon = ['M4 12 20 4l-5 16-3.5-6.5L4 12Z', 'M11.5 13.5 20 4']
const nearLimit = longestText * 0.9
const fullScreen = '(max-width: 480px), (max-height: 480px)'

function attachStyles(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
  } catch {
    // Browsers before constructable style sheets; there the page's own policy must allow inline styles.
    root.append(element('style', {}, css))
  }
}

export class View {
  private readonly launcher = element('button', { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog' })
  private readonly badge = element('span', { class: 'badge', hidden: true })
  private readonly panel: HTMLElement
  private readonly heading = element('h2', { id: 'title' })
  private readonly banner = element('div', { class: 'banner', role: 'status', hidden: true })
  private readonly suggestions = element('div', { class: 'suggestions', hidden: true })
  private readonly log: LogView
  private readonly replyBar = element('div', { class: 'reply-bar', hidden: true })
  private readonly replyText = element('span')
  private readonly replyButton = element('button', { type: 'button', class: 'small' })
  private readonly input: HTMLTextAreaElement
  private readonly counter = element('div', { class: 'counter', id: 'counter', 'aria-live': 'polite', hidden: true })
  private readonly sendButton: HTMLButtonElement
  private readonly frame = element('div', { class: 'frame', lang: 'vi' })
  private state: State | null = null

  constructor(
    private readonly root: ShadowRoot,
    private readonly actions: ViewActions,
  ) {
    attachStyles(root, styles)
    this.log = new LogView(this.intro(), actions)
    this.input = element('textarea', {
      rows: '1',
      'aria-label': texts.inputLabel,
      'aria-describedby': 'counter',
      placeholder: texts.inputHint,
      enterkeyhint: 'send',
      autocomplete: 'off',
    })
    this.sendButton = element('button', { type: 'submit', class: 'send', 'aria-label': texts.send }, icon(...sendIcon))
    this.panel = element(
      'section',
      { class: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
      this.header(),
      this.banner,
      this.log.node,
      this.composer(),
    )
    this.launcher.append(icon(...chatIcon), element('span', { class: 'launcher-text' }, texts.launcher), this.badge)
    this.launcher.addEventListener('click', () => actions.open())
    this.panel.addEventListener('keydown', (event) => this.panelKey(event))
    this.frame.append(this.panel, this.launcher)
    root.append(this.frame)
    this.inputChanged()
  }

  setTitle(title: string): void {
    this.heading.textContent = title
  }

  setAccent(accent: Accent | null): void {
    if (accent === null) return
    this.frame.style.setProperty('--accent', accent.background)
    this.frame.style.setProperty('--on-accent', accent.foreground)
  }

  update(state: State): void {
    const before = this.state
    const focused = this.root.activeElement
    this.state = state
    this.showOpen(state, before?.open ?? false)
    this.showBanner(state)
    this.showSuggestions(state)
    this.showReplyBar(state)
    this.log.update(state, before?.seen ?? 0)
    if (state.open && before?.open !== true) this.log.showNews()
    if (state.open && focused !== null) this.keepFocus(focused)
  }

  setDraft(text: string): void {
    this.input.value = text
    this.inputChanged()
    this.input.focus()
  }

  private header(): HTMLElement {
    const close = element(
      'button',
      { type: 'button', class: 'close', 'aria-label': texts.closePanel },
      icon(...closeIcon),
    )
    close.addEventListener('click', () => this.actions.close())
    return element(
      'div',
      { class: 'head' },
      element('span', { class: 'emblem' }, icon(...chatIcon)),
      element('div', { class: 'titles' }, this.heading, element('p', {}, texts.subtitle)),
      close,
    )
  }

  private intro(): HTMLElement {
    return element(
      'div',
      { class: 'intro' },
      element('p', {}, texts.greeting),
      element('p', { class: 'privacy' }, texts.privacy),
      this.suggestions,
    )
  }

  private composer(): HTMLElement {
    const form = element('form', { class: 'composer', novalidate: true }, this.input, this.sendButton)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.submit()
    })
    this.input.addEventListener('input', () => this.inputChanged())
    this.input.addEventListener('keydown', (event) => {
      // While a Vietnamese keyboard composes, Enter ends the word; 229 is what older browsers report then.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
      event.preventDefault()
      this.submit()
    })
    this.replyBar.append(this.replyText, this.replyButton)
    this.replyButton.addEventListener('click', () => {
      this.actions.newQuestion(!(this.state?.newQuestion ?? false))
      this.input.focus()
    })
    return element('div', { class: 'foot' }, this.replyBar, this.counter, form)
  }

  private submit(): void {
    const text = this.input.value.trim()
    if (text === '' || utf8Length(text) > longestText) return
    this.input.value = ''
    this.inputChanged()
    this.actions.say(text)
  }

  private inputChanged(): void {
    const text = this.input.value.trim()
    const used = utf8Length(text)
    // The limit is in bytes, which means nothing to a reader; say it in letters of the visitor's own text.
    const letters = Math.max(1, Math.round((Math.abs(longestText - used) * text.length) / Math.max(used, 1)))
    this.counter.hidden = used < nearLimit
    this.counter.textContent = used < nearLimit ? '' : used > longestText ? tooLong(letters) : roomLeft(letters)
    this.counter.classList.toggle('over', used > longestText)
    this.sendButton.disabled = text === '' || used > longestText
    this.input.style.height = 'auto'
    this.input.style.height = `${this.input.scrollHeight}px`
  }

  private showOpen(state: State, wasOpen: boolean): void {
    const count = unreadCount(state)
    this.badge.hidden = count === 0
    this.badge.textContent = count > 99 ? '99+' : String(count)
    this.launcher.setAttribute('aria-label', count === 0 ? texts.openPanel : `${texts.openPanel}, ${unread(count)}`)
    if (state.open === wasOpen) return
    this.panel.hidden = !state.open
    this.launcher.hidden = state.open
    this.inputChanged()
  }

  /** Call after a visitor's own opening or closing; a page that opens the panel by itself must not take the focus. */
  moveFocus(open: boolean): void {
    if (open) this.input.focus({ preventScroll: true })
    else this.launcher.focus({ preventScroll: true })
  }

  /** A tapped button often goes away: without the focus in the panel, neither Escape nor Tab would work. */
  private keepFocus(focused: Element): void {
    if (focused.isConnected && !focused.matches(':disabled') && focused.closest('[hidden]') === null) return
    this.log.focus()
  }

  private showBanner(state: State): void {
    let text = ''
    if (state.delay !== null) text = heldBack(state.delay.message, state.delay.seconds)
    else if (state.connection === 'offline') text = texts.offline
    else if (state.connection === 'connecting') text = state.welcomed ? texts.reconnecting : texts.connecting
    if (this.banner.textContent !== text) this.banner.textContent = text
    this.banner.hidden = text === ''
    this.banner.classList.toggle('warning', state.delay !== null || state.connection === 'offline')
  }

  private showSuggestions(state: State): void {
    const show = state.suggestions.length > 0 && state.entries.length === 0 && state.pending.length === 0
    this.suggestions.hidden = !show
    if (!show || this.suggestions.childElementCount > 0) return
    this.suggestions.append(element('p', { class: 'suggestions-title' }, texts.examples))
    for (const suggestion of state.suggestions) {
      const node = element('button', { type: 'button', class: 'choice' }, suggestion)
      node.addEventListener('click', () => this.actions.say(suggestion))
      this.suggestions.append(node)
    }
  }

  private showReplyBar(state: State): void {
    const ticket = replyTicket(state)
    const possible = ticket !== null || (state.newQuestion && replyTicket({ ...state, newQuestion: false }) !== null)
    this.replyBar.hidden = !possible
    this.replyText.textContent = ticket === null ? texts.askingNewQuestion : replyingTo(ticket)
    this.replyButton.textContent = ticket === null ? texts.backToTicket : texts.newQuestion
    this.input.placeholder = ticket === null ? texts.inputHint : texts.replyHint
  }

  private panelKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation()
      this.actions.close()
    } else if (event.key === 'Tab' && matchMedia(fullScreen).matches) {
      this.keepFocusInside(event)
    }
  }

  /** A panel that covers the page must not let the focus wander behind it. */
  private keepFocusInside(event: KeyboardEvent): void {
    const focusable = [...this.panel.querySelectorAll<HTMLElement>('button, textarea, a[href], [tabindex="0"]')].filter(
      (node) => !node.hasAttribute('disabled') && node.offsetParent !== null,
    )
    const first = focusable[0]
    const last = focusable[focusable.length - 1]
    const active = this.root.activeElement
    if (event.shiftKey && active === first) {
      event.preventDefault()
      last?.focus()
    } else if (!event.shiftKey && active === last) {
      event.preventDefault()
      first?.focus()
    }
  }
}
