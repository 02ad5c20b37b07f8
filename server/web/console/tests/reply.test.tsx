import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MemoryStorage } from '@reformdesk/shared/storage'
import { Drafts } from '../src/drafts.ts'
import type { Store } from '../src/store.ts'
import type { Ticket } from '../src/types.ts'
import { Reply } from '../src/views/reply.tsx'

const ticket = { number: 1001, state: 'open', version: 1 } as Ticket
const answer = vi.fn(async () => ({ ...ticket, state: 'answered', version: 2 }) as Ticket)
let root: HTMLElement

beforeEach(async () => {
  answer.mockClear()
  const storage = new MemoryStorage()
  const store = { storage, drafts: new Drafts(storage, 'lan'), api: { answer }, take: () => undefined } as unknown as Store
  root = document.body.appendChild(document.createElement('div'))
  await act(() => render(<Reply store={store} ticket={ticket} insert={{ current: null }} onChange={() => undefined} />, root))
})
afterEach(() => {
  render(null, root)
  root.remove()
})

async function send(text: string): Promise<void> {
  const box = root.querySelector('textarea')!
  await act(() => {
    box.value = text
    box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  })
  await act(async () => root.querySelector<HTMLButtonElement>('button.primary')!.click())
}

// The limit of a visitor's message was used, a quarter of what the server takes.
it('sends an answer as long as the server takes', async () => {
  await send('a'.repeat(16_000))
  expect(answer).toHaveBeenCalledOnce()
})

it('says how much too long an answer is, in bytes, before anything is sent', async () => {
  await send('ấ'.repeat(5_334))
  expect(answer).not.toHaveBeenCalled()
  expect(root.querySelector('[role=alert]')!.textContent).toContain('16.002 trên 16.000 byte')
})
