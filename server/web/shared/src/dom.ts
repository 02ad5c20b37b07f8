// Makes DOM nodes. Strings become text nodes; there is no way to pass markup.

type Attributes = Record<string, string | boolean | undefined>

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, '')
    else if (typeof value === 'string') node.setAttribute(name, value)
  }
  node.append(...children)
  return node
}

const svgNamespace = 'http://www.w3.org/2000/svg'

/** A decorative line icon on a grid of 24. */
export function icon(...paths: string[]): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('focusable', 'false')
  for (const path of paths) {
    const shape = document.createElementNS(svgNamespace, 'path')
    shape.setAttribute('d', path)
    svg.append(shape)
  }
  return svg
}
