// The legal basis of an answer as list items.

import { element } from './dom.ts'
import { makeLink, safeLink } from './markdown.ts'
import type { Source } from './protocol.ts'

/** Clause and document, with a link where there is a safe one. */
export function sourceItem(source: Source): HTMLElement {
  const label = source.clause === '' ? source.document : `${source.clause}, ${source.document}`
  const href = safeLink(source.url)
  if (href === null) return element('li', {}, label)
  const link = makeLink(href, document)
  link.textContent = label
  return element('li', {}, link)
}
