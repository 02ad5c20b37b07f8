// Shows an OpenAPI description as a page. Everything is made of DOM nodes; no text of the description is markup.

import { element } from '@reformdesk/shared/dom'
import { renderMarkdown } from '@reformdesk/shared/markdown'
import {
  constraints,
  groupEndpoints,
  referenceName,
  resolve,
  typeName,
  type Body,
  type Description,
  type Endpoint,
  type Group,
  type Media,
  type Parameter,
  type Schema,
} from './openapi.ts'

/** Deeper than this a schema is named and not unfolded; it also ends schemas that contain themselves. */
const deepest = 6

const places: Record<string, string> = {
  path: 'trong đường dẫn',
  query: 'trong chuỗi truy vấn',
  header: 'trong tiêu đề',
  cookie: 'trong cookie',
}

/** The Markdown subset, with `code` between backquotes on top. */
function prose(text: string | undefined): HTMLElement {
  const node = element('div', { class: 'prose' })
  if (text === undefined || text === '') return node
  node.append(renderMarkdown(text, document))
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text)
  for (const found of texts) {
    const parts = found.data.split('`')
    if (parts.length < 3) continue
    found.replaceWith(...parts.map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part)))
  }
  return node
}

/** A path that a narrow column breaks before its slashes rather than inside a word. */
function breakable(path: string): (Node | string)[] {
  const parts = path.split('/').slice(1)
  return parts.flatMap((part) => [element('wbr'), `/${part}`]).slice(1)
}

function code(value: unknown): HTMLElement {
  return element('pre', { tabindex: '0' }, element('code', {}, JSON.stringify(value, null, 2)))
}

class Renderer {
  constructor(private readonly description: Description) {}

  page(): Node[] {
    const { info, servers } = this.description
    const groups = groupEndpoints(this.description)
    const head = element(
      'header',
      { class: 'intro' },
      element('h1', {}, info?.title ?? 'API'),
      element('p', { class: 'muted' }, `Phiên bản ${info?.version ?? '–'} · OpenAPI ${this.description.openapi} · `),
    )
    head.lastElementChild?.append(element('a', { href: '/api/openapi.json' }, 'openapi.json'))
    if (info?.summary !== undefined) head.append(element('p', { class: 'summary' }, info.summary))
    head.append(prose(info?.description), this.servers(servers ?? []))
    return [this.contents(groups), element('div', { class: 'body' }, head, ...groups.map((group) => this.group(group)))]
  }

  private servers(servers: { url: string; description?: string }[]): HTMLElement {
    const list = element('ul', { class: 'servers' })
    for (const { url, description } of servers) {
      const address = url.startsWith('/') ? new URL(url, location.href).href : url
      list.append(element('li', {}, 'Máy chủ: ', element('code', {}, address), description ? ` – ${description}` : ''))
    }
    return list
  }

  private contents(groups: Group[]): HTMLElement {
    const nav = element('nav', { 'aria-label': 'Mục lục' })
    for (const group of groups) {
      const list = element('ul')
      for (const { method, path, anchor } of group.endpoints)
        list.append(element('li', {}, element('a', { href: `#${anchor}` }, this.method(method), ' ', ...breakable(path))))
      nav.append(element('p', {}, group.name), list)
    }
    return nav
  }

  private method(method: string): HTMLElement {
    return element('span', { class: `method ${method.toLowerCase()}` }, method)
  }

  private group(group: Group): HTMLElement {
    const endpoints = group.endpoints.map((endpoint) => this.endpoint(endpoint))
    return element('section', {}, element('h2', {}, group.name), prose(group.description), ...endpoints)
  }

  private endpoint({ method, path, anchor, operation }: Endpoint): HTMLElement {
    const node = element(
      'article',
      { id: anchor },
      element('h3', {}, this.method(method), ' ', element('code', {}, path)),
    )
    if (operation.summary !== undefined) node.append(element('p', { class: 'summary' }, operation.summary))
    if (operation.deprecated === true) node.append(element('p', { class: 'warn' }, 'Không nên dùng nữa.'))
    node.append(prose(operation.description))
    const schemes = (operation.security ?? []).map((one) => Object.keys(one).join(' và ')).filter((name) => name !== '')
    if (schemes.length > 0) node.append(element('p', {}, 'Xác thực: ', element('code', {}, schemes.join(' hoặc '))))
    const parameters = (operation.parameters ?? []).map((one) => resolve(this.description, one))
    if (parameters.length > 0) node.append(element('h4', {}, 'Tham số'), this.parameters(parameters))
    if (operation.requestBody !== undefined) {
      const body = resolve(this.description, operation.requestBody)
      node.append(element('h4', {}, body.required === true ? 'Nội dung gửi (bắt buộc)' : 'Nội dung gửi'), this.body(body))
    }
    const responses = Object.entries(operation.responses ?? {})
    if (responses.length > 0) node.append(element('h4', {}, 'Trả lời'))
    for (const [status, response] of responses) node.append(this.response(status, resolve(this.description, response)))
    return node
  }

  private parameters(parameters: Parameter[]): HTMLElement {
    const list = element('dl', { class: 'fields' })
    for (const parameter of parameters) {
      const schema = parameter.schema ?? {}
      const facts = [typeName(schema), places[parameter.in ?? ''] ?? '', ...constraints(resolve(this.description, schema))]
      list.append(this.term(parameter.name ?? '', parameter.required === true, facts), element('dd', {}, prose(parameter.description)))
    }
    return list
  }

  private term(name: string, required: boolean, facts: string[]): HTMLElement {
    const text = facts.filter((fact) => fact !== '').join(' · ')
    const term = element('dt', {}, element('code', {}, name), ' ', element('span', { class: 'muted' }, text))
    if (required) term.append(' ', element('span', { class: 'required' }, 'bắt buộc'))
    return term
  }

  private response(status: string, response: Body): HTMLElement {
    const good = status.startsWith('2') || status === '101'
    const summary = element(
      'summary',
      {},
      element('span', { class: good ? 'status good' : 'status' }, status),
      ' ',
      (response.description ?? '').split('\n')[0] ?? '',
    )
    return element('details', { class: 'response', open: good && response.content !== undefined }, summary, this.body(response))
  }

  private body(body: Body): HTMLElement {
    const node = element('div', { class: 'content' })
    for (const [type, media] of Object.entries(body.content ?? {}))
      node.append(element('p', { class: 'muted' }, element('code', {}, type)), this.media(media))
    if (body.content === undefined) node.append(element('p', { class: 'muted' }, 'Không có nội dung.'))
    return node
  }

  private media(media: Media): HTMLElement {
    const node = element('div')
    if (media.schema !== undefined) node.append(this.schema(media.schema, 0))
    const examples: [string, unknown][] = Object.entries(media.examples ?? {}).map(([name, one]) => [
      one.summary ?? name,
      one.value,
    ])
    if (media.example !== undefined) examples.unshift(['Ví dụ', media.example])
    for (const [name, value] of examples) node.append(element('p', { class: 'muted' }, name), code(value))
    return node
  }

  private schema(schema: Schema, depth: number): HTMLElement {
    const resolved = resolve(this.description, schema)
    const node = element('div', { class: 'schema' })
    if (schema.$ref !== undefined) node.append(element('p', { class: 'muted' }, referenceName(schema.$ref)))
    node.append(prose(resolved.description), ...this.fields(resolved, depth))
    return node
  }

  /** The fields of a schema that has some, whichever way it is put together. */
  private fields(schema: Schema, depth: number): Node[] {
    if (depth >= deepest) return []
    const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
    const nodes: Node[] = parts.flatMap((part) => {
      const resolved = resolve(this.description, part)
      return resolved.type === 'null' ? [] : this.fields(resolved, depth + 1)
    })
    if (schema.items !== undefined) nodes.push(...this.fields(resolve(this.description, schema.items), depth + 1))
    if (schema.properties !== undefined) nodes.unshift(this.properties(schema, depth))
    return nodes
  }

  private properties(schema: Schema, depth: number): HTMLElement {
    const list = element('dl', { class: 'fields' })
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const resolved = resolve(this.description, property)
      const required = (schema.required ?? []).includes(name)
      const nested = this.fields(resolved, depth + 1)
      const details = element('dd', {}, prose(property.description ?? resolved.description))
      if (nested.length > 0)
        details.append(element('details', {}, element('summary', {}, 'Các trường bên trong'), ...nested))
      list.append(this.term(name, required, [typeName(property), ...constraints(resolved)]), details)
    }
    return list
  }
}

export function renderDescription(description: Description): Node[] {
  return new Renderer(description).page()
}
