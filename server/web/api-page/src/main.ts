import { element } from '@reformdesk/shared/dom'
import type { Description } from './openapi.ts'
import { renderDescription } from './render.ts'

async function show(main: HTMLElement): Promise<void> {
  try {
    const response = await fetch('/api/openapi.json')
    if (!response.ok) throw new Error(`status ${response.status}`)
    main.replaceChildren(...renderDescription((await response.json()) as Description))
    if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView()
  } catch {
    const retry = element('button', { type: 'button' }, 'Thử lại')
    retry.addEventListener('click', () => void show(main))
    main.replaceChildren(element('p', { role: 'alert' }, 'Chưa tải được bản mô tả. Kiểm tra mạng rồi thử lại.'), retry)
  }
  main.removeAttribute('aria-busy')
}

const main = document.getElementById('api')
if (main !== null) void show(main)
