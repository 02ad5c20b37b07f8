import { expect, it } from 'vitest'
import { constraints, groupEndpoints, resolve, typeName, type Description, type Schema } from '../src/openapi.ts'
import { renderDescription } from '../src/render.ts'

const description = {
  openapi: '3.1.0',
  info: { title: 'ReformDesk API', version: '1', description: 'Lỗi là `problem+json`. <script>alert(1)</script>' },
  servers: [{ url: '/' }],
  tags: [{ name: 'Hỏi đáp', description: 'Không cần đăng nhập.' }, { name: 'Không dùng' }],
  paths: {
    '/api/v1/ask': {
      parameters: [{ $ref: '#/components/parameters/Key' }],
      post: {
        tags: ['Hỏi đáp'],
        summary: 'Hỏi kho tri thức',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Question' },
              example: { text: 'một cửa <b>' },
            },
          },
        },
        responses: {
          '200': { description: 'Kết quả.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } },
          '422': { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/healthz': { get: { responses: { '200': { description: 'Sống.' } } } },
  },
  components: {
    parameters: { Key: { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', maxLength: 128 } } },
    responses: { Problem: { description: 'Vấn đề.' } },
    schemas: {
      Question: {
        type: 'object',
        required: ['text'],
        properties: { text: { type: 'string', minLength: 1 }, state: { type: ['string', 'null'], enum: ['open', null] } },
      },
      Node: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } } },
    },
  },
} as Description

function page(of: Description): HTMLElement {
  const root = document.createElement('div')
  root.append(...renderDescription(of))
  return root
}

it('groups operations by tag, in the order of the tags', () => {
  const groups = groupEndpoints(description)
  expect(groups.map((group) => [group.name, group.endpoints.map((one) => `${one.method} ${one.path}`)])).toEqual([
    ['Hỏi đáp', ['POST /api/v1/ask']],
    ['Khác', ['GET /healthz']],
  ])
})

it('shows parameters, bodies, responses and examples, through references', () => {
  const article = page(description).querySelector('#post-api-v1-ask')!
  expect(article.textContent).toContain('Hỏi kho tri thức')
  expect(article.textContent).toContain('Idempotency-Key string · trong tiêu đề · nhiều nhất 128 ký tự bắt buộc')
  expect(article.textContent).toContain('text string · ít nhất 1 ký tự bắt buộc')
  expect(article.querySelector('pre')?.textContent).toBe('{\n  "text": "một cửa <b>"\n}')
  expect([...article.querySelectorAll('summary .status')].map((node) => node.textContent)).toEqual(['200', '422'])
  expect(article.textContent).toContain('Vấn đề.')
})

it('has an anchor for each entry of its contents', () => {
  const root = page(description)
  const links = [...root.querySelectorAll('nav a')]
  expect(links).toHaveLength(2)
  for (const link of links) expect(root.querySelector(link.getAttribute('href')!)).not.toBeNull()
})

it('shows text as text', () => {
  const root = page(description)
  expect(root.querySelector('script')).toBeNull()
  expect(root.querySelector('.intro .prose')?.innerHTML).toContain('<code>problem+json</code>')
})

it('survives schemas that contain themselves, and references to nothing or to each other', () => {
  expect(page(description).querySelectorAll('.fields').length).toBeLessThan(40)
  const loops = { openapi: '3.1.0', components: { a: { $ref: '#/components/b' }, b: { $ref: '#/components/a' } } } as Description
  expect(resolve(loops, { $ref: '#/components/a' } as Schema)).toHaveProperty('$ref')
  expect(resolve(loops, { $ref: '#/nowhere' } as Schema)).toEqual({ $ref: '#/nowhere' })
  expect(resolve(loops, { $ref: '#/__proto__/x' } as Schema)).toEqual({ $ref: '#/__proto__/x' })
  expect(page({ openapi: '3.1.0' }).querySelector('h1')?.textContent).toBe('API')
})

it.each<[Schema, string]>([
  [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
  [{ type: ['integer', 'null'] }, 'integer | null'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Entry' } }, 'mảng Entry'],
  [{ oneOf: [{ $ref: '#/components/schemas/Answer' }, { type: 'null' }] }, 'Answer | null'],
  [{}, 'any'],
])('names the type of %j', (schema, name) => {
  expect(typeName(schema)).toBe(name)
})

it('tells what a value has to keep to', () => {
  expect(constraints({ enum: ['a', 'b'], default: 'a' })).toEqual(['một trong: "a", "b"', 'mặc định "a"'])
})
