import { describe, expect, it } from 'vitest'
import { parseMarkdown, renderMarkdown, safeLink } from '../src/markdown.ts'

function render(source: string): HTMLElement {
  const node = document.createElement('div')
  node.append(renderMarkdown(source, document))
  return node
}

describe('the subset', () => {
  it.each([
    ['một dòng', '<p>một dòng</p>'],
    ['dòng một\ndòng hai\n\nđoạn hai', '<p>dòng một<br>dòng hai</p><p>đoạn hai</p>'],
    ['- một\n- hai', '<ul><li>một</li><li>hai</li></ul>'],
    ['Gồm:\n1. một\n2. hai', '<p>Gồm:</p><ol><li>một</li><li>hai</li></ol>'],
    ['3) ba\n4) bốn', '<ol start="3"><li>ba</li><li>bốn</li></ol>'],
    ['- một\n  tiếp\n- hai', '<ul><li>một<br>tiếp</li><li>hai</li></ul>'],
    ['**đậm** thường', '<p><strong>đậm</strong> thường</p>'],
    ['2 ** 3 và **', '<p>2 ** 3 và **</p>'],
    ['\\*\\*sao\\*\\*', '<p>**sao**</p>'],
    ['## Tiêu đề', '<p><strong>Tiêu đề</strong></p>'],
    ['118/2025/NĐ-CP', '<p>118/2025/NĐ-CP</p>'],
    ['', ''],
  ])('renders %j', (source, html) => {
    expect(render(source).innerHTML).toBe(html)
  })

  it('makes links that tell the other site nothing', () => {
    const link = render('xem [**Cổng** dịch vụ](https://dichvucong.gov.vn/x_(y)) nhé').querySelector('a')
    expect(link?.getAttribute('href')).toBe('https://dichvucong.gov.vn/x_(y)')
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow')
    expect(link?.getAttribute('target')).toBe('_blank')
    expect(link?.innerHTML).toBe('<strong>Cổng</strong> dịch vụ')
  })

  it('links bare addresses without the full stop after them', () => {
    const node = render('Xem https://a.vn/b. Hết')
    expect(node.querySelector('a')?.href).toBe('https://a.vn/b')
    expect(node.textContent).toBe('Xem https://a.vn/b. Hết')
  })
})

describe('hostile text', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '**<svg onload=alert(1)>**',
    '- <iframe src="javascript:alert(1)"></iframe>',
    '[<img src=x onerror=alert(1)>](https://a.vn)',
    '&lt;b&gt; &amp;',
  ])('stays text: %s', (source) => {
    const node = render(source)
    expect(node.querySelectorAll('script, img, svg, iframe, [onerror], [onload]')).toHaveLength(0)
    const visible = source.replace(/^\[(.*)\]\(.*\)$/, '$1').replace(/\*\*|^- /g, '')
    expect(node.textContent).toBe(visible)
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    '/relative',
    'https://user:password@evil.example/',
    'https://',
    '',
  ])('is no link: %j', (address) => {
    expect(safeLink(address)).toBeNull()
    expect(render(`[bấm](${address})`).querySelector('a')).toBeNull()
  })

  it('never nests a link in a link', () => {
    const node = render('[a [b](https://b.vn) https://c.vn](https://a.vn)')
    expect(node.querySelectorAll('a a')).toHaveLength(0)
    expect(node.querySelector('a')?.href).toBe('https://a.vn/')
  })

  it('cannot leave an attribute', () => {
    const link = render('[x](https://a.vn/"onmouseover="alert(1))').querySelector('a')
    expect(link?.getAttributeNames().sort()).toEqual(['href', 'rel', 'target'])
  })

  it.each(['['.repeat(20_000), '**'.repeat(20_000), '[a]('.repeat(8_000), '- '.repeat(20_000), 'http://'.repeat(8_000)])(
    'is read in bounded time (%#)',
    (source) => {
      const started = performance.now()
      parseMarkdown(source)
      expect(performance.now() - started).toBeLessThan(3000)
    },
  )
})
