// The Markdown subset of answers: paragraphs, lists, bold, links. It is parsed to a small tree and rendered by making
// DOM nodes, so that no text can ever become markup.

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'bold'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'list'; ordered: boolean; start: number; items: Inline[][] }

/** The address when it is http or https and carries no user name, else null. */
export function safeLink(address: string): string | null {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return null
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  return url.username === '' && url.password === '' ? url.href : null
}

const escapable = '\\*[]()_#-'
const bareLink = /^https?:\/\/[^\s<>"'*[\]]+/i

interface Context {
  inBold: boolean
  inLink: boolean
}

/** For each opening bracket the position of its partner; found in one pass, so that hostile input stays cheap. */
function pairBrackets(text: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  const square: number[] = []
  const round: number[] = []
  for (let index = 0; index < text.length; ++index) {
    const character = text[index]
    if (character === '\\') ++index
    else if (character === '[') square.push(index)
    else if (character === '(') round.push(index)
    else if (character === ']' || character === ')') {
      const open = (character === ']' ? square : round).pop()
      if (open !== undefined) pairs.set(open, index)
    }
  }
  return pairs
}

function readLink(
  text: string,
  at: number,
  pairs: ReadonlyMap<number, number>,
): { href: string; label: string; end: number } | null {
  const labelEnd = pairs.get(at)
  if (labelEnd === undefined || text[labelEnd + 1] !== '(') return null
  const end = pairs.get(labelEnd + 1)
  if (end === undefined) return null
  const href = safeLink(text.slice(labelEnd + 2, end).trim())
  return href === null ? null : { href, label: text.slice(at + 1, labelEnd), end: end + 1 }
}

function parseInline(text: string, context: Context): Inline[] {
  const nodes: Inline[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') nodes.push({ type: 'text', text: plain })
    plain = ''
  }
  const pairs = context.inLink ? new Map<number, number>() : pairBrackets(text)
  let index = 0
  while (index < text.length) {
    const character = text[index]!
    if (character === '\\' && escapable.includes(text[index + 1] ?? ' ')) {
      plain += text[index + 1]
      index += 2
      continue
    }
    if (character === '\n') {
      flush()
      nodes.push({ type: 'break' })
      ++index
      continue
    }
    if (!context.inBold && text.startsWith('**', index)) {
      const end = text.indexOf('**', index + 2)
      if (end > index + 2 && text[index + 2]?.trim() !== '' && text[end - 1]?.trim() !== '') {
        flush()
        nodes.push({ type: 'bold', children: parseInline(text.slice(index + 2, end), { ...context, inBold: true }) })
        index = end + 2
        continue
      }
    }
    if (!context.inLink && character === '[') {
      const link = readLink(text, index, pairs)
      if (link !== null) {
        flush()
        nodes.push({ type: 'link', href: link.href, children: parseInline(link.label, { ...context, inLink: true }) })
        index = link.end
        continue
      }
    }
    if (!context.inLink && character.toLowerCase() === 'h') {
      const address = bareLink.exec(text.slice(index, index + 2048))?.[0].replace(/[.,;:!?)]+$/, '')
      const href = address === undefined ? null : safeLink(address)
      if (address !== undefined && href !== null) {
        flush()
        nodes.push({ type: 'link', href, children: [{ type: 'text', text: address }] })
        index += address.length
        continue
      }
    }
    plain += character
    ++index
  }
  flush()
  return nodes
}

const inline = (text: string): Inline[] => parseInline(text, { inBold: false, inLink: false })

const bullet = /^\s*[-*•+]\s+(.*)$/
const numbered = /^\s*(\d{1,3})[.)]\s+(.*)$/
const heading = /^\s*#{1,6}\s+(.*)$/

export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  let list: { ordered: boolean; start: number; items: string[] } | null = null
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push({ type: 'paragraph', children: inline(paragraph.join('\n')) })
    paragraph = []
  }
  const endList = (): void => {
    if (list !== null) blocks.push({ type: 'list', ordered: list.ordered, start: list.start, items: list.items.map(inline) })
    list = null
  }
  for (const line of source.split(/\r\n|\r|\n/)) {
    const bulleted = bullet.exec(line)
    const counted = bulleted === null ? numbered.exec(line) : null
    if (bulleted !== null || counted !== null) {
      endParagraph()
      const ordered = counted !== null
      if (list !== null && list.ordered !== ordered) endList()
      list ??= { ordered, start: ordered ? Number(counted[1]) : 1, items: [] }
      list.items.push((ordered ? counted[2] : bulleted?.[1]) ?? '')
    } else if (line.trim() === '') {
      endParagraph()
    } else if (list !== null && /^\s{2,}\S/.test(line)) {
      list.items[list.items.length - 1] += '\n' + line.trim()
    } else {
      endList()
      const title = heading.exec(line)
      if (title !== null) {
        endParagraph()
        blocks.push({ type: 'paragraph', children: [{ type: 'bold', children: inline(title[1] ?? '') }] })
      } else {
        paragraph.push(line.trim())
      }
    }
  }
  endParagraph()
  endList()
  return blocks
}

function renderInline(nodes: Inline[], parent: Node, document: Document): void {
  for (const node of nodes) {
    if (node.type === 'text') {
      parent.appendChild(document.createTextNode(node.text))
    } else if (node.type === 'break') {
      parent.appendChild(document.createElement('br'))
    } else if (node.type === 'bold') {
      const strong = parent.appendChild(document.createElement('strong'))
      renderInline(node.children, strong, document)
    } else {
      const link = parent.appendChild(makeLink(node.href, document))
      renderInline(node.children, link, document)
    }
  }
}

/** An anchor to another site. `href` must come from `safeLink`. */
export function makeLink(href: string, document: Document): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = href
  link.target = '_blank'
  link.rel = 'noopener noreferrer nofollow'
  return link
}

export function renderMarkdown(source: string, document: Document): DocumentFragment {
  const fragment = document.createDocumentFragment()
  for (const block of parseMarkdown(source)) {
    if (block.type === 'paragraph') {
      renderInline(block.children, fragment.appendChild(document.createElement('p')), document)
      continue
    }
    const list = fragment.appendChild(document.createElement(block.ordered ? 'ol' : 'ul'))
    if (block.ordered && block.start !== 1) list.setAttribute('start', String(block.start))
    for (const item of block.items) renderInline(item, list.appendChild(document.createElement('li')), document)
  }
  return fragment
}
