// <script src="https://host/widget.js" defer></script> puts the widget on a page.
// Optional: data-title, data-colour="#0b57a4", data-open="true".

import { ReformDesk } from './element.ts'

const tag = 'reform-desk'

// Only now, while the script runs for the first time, does the browser say which element it is.
const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="widget.js"]')

function embed(): void {
  const server = new URL('.', script?.src ?? location.href).href
  if (document.querySelector(tag) === null) {
    const widget = document.createElement(tag)
    const { title, colour, color, open } = script?.dataset ?? {}
    if (title !== undefined) widget.setAttribute('heading', title)
    const chosen = colour ?? color
    if (chosen !== undefined) widget.setAttribute('colour', chosen)
    if (open !== undefined && open !== 'false') widget.setAttribute('open', '')
    document.body.append(widget)
  }
  for (const widget of document.querySelectorAll(tag))
    if (!widget.hasAttribute('server')) widget.setAttribute('server', server)
  if (customElements.get(tag) === undefined) customElements.define(tag, ReformDesk)
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', embed)
else embed()
