// Where the conversation is scrolled to. jsdom lays nothing out: here all rows have one height, mostly near the screen's.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Entry } from '@reformdesk/shared/protocol'
import { entry } from '../../shared/tests/fakes.ts'
import { LogView } from '../src/log.ts'
import { initialState, reduce, type Action, type State } from '../src/state.ts'

const screen = 320

let rowHeight: number
let log: LogView
let state: State
let panelIsOpen: boolean
let reducedMotion: boolean
let scrolls: ScrollToOptions[]

const scroll = (): HTMLElement => log.node.querySelector<HTMLElement>('.scroll')!
const button = (): HTMLButtonElement => log.node.querySelector<HTMLButtonElement>('.jump')!
const row = (index: number): HTMLElement => log.node.querySelectorAll<HTMLElement>('.rows > .row')[index]!

beforeEach(() => {
  rowHeight = 300
  panelIsOpen = true
  reducedMotion = true
  scrolls = []
  vi.stubGlobal('matchMedia', () => ({ matches: reducedMotion }))
  state = initialState
  log = new LogView(document.createElement('p'), { say: vi.fn(), retry: vi.fn(), edit: vi.fn() })
  layOut(scroll())
  document.body.append(log.node)
})
afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

function layOut(node: HTMLElement): void {
  let top = 0
  const height = (): number => (panelIsOpen ? node.querySelectorAll('.rows > .row').length * rowHeight : 0)
  vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function (this: HTMLElement) {
    return panelIsOpen ? [...(this.parentElement?.children ?? [])].indexOf(this) * rowHeight : 0
  })
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockImplementation(() => rowHeight)
  Object.defineProperties(node, {
    clientHeight: { get: () => (panelIsOpen ? screen : 0) },
    scrollHeight: { get: height },
    scrollTop: {
      get: () => top,
      set: (wanted: number) => {
        top = Math.max(0, Math.min(wanted, height() - screen))
        node.dispatchEvent(new Event('scroll'))
      },
    },
    scrollTo: { value: (options: ScrollToOptions) => void scrolls.push(options) },
  })
}

function take(action: Action): void {
  const { seen } = state
  state = reduce(state, action)
  log.update(state, seen)
}

function receive(...entries: Entry[]): void {
  take({ type: 'entries', entries })
}

/** Asks, as the visitor of this page, and has the message confirmed in the log. */
function ask(sequence: number): void {
  const id = `m-${sequence}`
  take({ type: 'submitted', message: { id, text: 'câu hỏi' } })
  receive(entry(sequence, { kind: 'question', id }))
}

describe('a reply', () => {
  it('is shown from its beginning, without a button when nothing else is below', () => {
    ask(1)
    receive(entry(2))
    ask(3)
    receive(entry(4))
    expect(scroll().scrollTop).toBe(4 * rowHeight - screen)
    expect(button().hidden).toBe(true)
  })

  it('is shown first when others follow, with a button', () => {
    ask(1)
    receive(entry(2), entry(3), entry(4))
    expect(scroll().scrollTop).toBe(rowHeight - 12)
    expect(button().hidden).toBe(false)
    expect(button().textContent).toBe('Tin mới bên dưới')
  })

  it('counts as read from the upper half of the screen on, so that no beginning is jumped over', () => {
    ask(1)
    receive(entry(2), entry(3))
    scroll().scrollTop = 2 * rowHeight - screen / 2 - 1
    expect(button().hidden).toBe(false)
    scroll().scrollTop = 2 * rowHeight - screen / 2
    expect(button().hidden).toBe(true)
  })

  it('counts as read when all of it is on the screen', () => {
    rowHeight = 100
    ask(1)
    receive(entry(2), entry(3), entry(4), entry(5), entry(6), entry(7), entry(8))
    button().click()
    expect(document.activeElement).toBe(row(4))
  })

  it('does not tear away who reads further up, who gets the button until the end', () => {
    ask(1)
    receive(entry(2))
    ask(3)
    scroll().scrollTop = 0
    receive(entry(4))
    expect(scroll().scrollTop).toBe(0)
    expect(button().hidden).toBe(false)
    scroll().scrollTop = scroll().scrollHeight
    expect(button().hidden).toBe(true)
  })

  it('is below no more when the visitor writes, which shows the end', () => {
    ask(1)
    receive(entry(2), entry(3), entry(4))
    ask(5)
    expect(scroll().scrollTop).toBe(5 * rowHeight - screen)
    expect(button().hidden).toBe(true)
  })
})

describe('the button', () => {
  beforeEach(() => {
    ask(1)
    receive(entry(2), entry(3), entry(4))
  })

  it('leads to what is next, one after another, and the keyboard goes on there', () => {
    button().click()
    expect(scroll().scrollTop).toBe(2 * rowHeight - 12)
    expect(document.activeElement).toBe(row(2))
    expect(button().hidden).toBe(false)
    button().click()
    expect(scroll().scrollTop).toBe(4 * rowHeight - screen)
    expect(document.activeElement).toBe(row(3))
    expect(button().hidden).toBe(true)
  })

  it('scrolls smoothly, except for who wants less motion', () => {
    reducedMotion = false
    button().click()
    expect(scrolls).toEqual([{ top: 2 * rowHeight - 12, behavior: 'smooth' }])
  })

  it('can be reached by keyboard, says nothing by itself, and its arrow is not read', () => {
    expect(button().tabIndex).toBe(0)
    expect(button().closest('[aria-live]')).toBeNull()
    expect(button().querySelector('svg')?.getAttribute('aria-hidden')).toBe('true')
  })

  it('leaves the focus in the conversation when it goes away', () => {
    button().focus()
    scroll().scrollTop = scroll().scrollHeight
    expect(button().hidden).toBe(true)
    expect(document.activeElement).toBe(scroll())
  })
})

describe('what was there before', () => {
  const history = [1, 2, 3, 4, 5, 6].map((sequence) => entry(sequence, { kind: sequence % 2 === 1 ? 'question' : 'answer' }))

  it('is no news, however many frames bring it: the end is shown', () => {
    take({ type: 'seen', sequence: 6 })
    receive(...history.slice(0, 4))
    receive(...history.slice(4))
    expect(scroll().scrollTop).toBe(6 * rowHeight - screen)
    expect(button().hidden).toBe(true)
  })

  it('is passed over for what has come since, also when the panel opens only then', () => {
    panelIsOpen = false
    take({ type: 'seen', sequence: 3 })
    receive(...history)
    panelIsOpen = true
    log.showNews()
    expect(scroll().scrollTop).toBe(3 * rowHeight - 12)
    expect(button().hidden).toBe(false)
  })

  it('is forgotten with its conversation', () => {
    panelIsOpen = false
    receive(...history)
    take({ type: 'reset' })
    take({ type: 'seen', sequence: 6 })
    receive(...history)
    panelIsOpen = true
    log.showNews()
    expect(scroll().scrollTop).toBe(6 * rowHeight - screen)
  })
})
