// The part of OpenAPI 3 that the page shows, and how references and schemas are read.

export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: boolean | Schema
  enum?: unknown[]
  const?: unknown
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  nullable?: boolean
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  pattern?: string
  default?: unknown
  example?: unknown
}

export interface Media {
  schema?: Schema
  example?: unknown
  examples?: Record<string, { summary?: string; value?: unknown }>
}

export interface Parameter {
  $ref?: string
  name?: string
  in?: string
  required?: boolean
  description?: string
  schema?: Schema
}

export interface Body {
  $ref?: string
  description?: string
  required?: boolean
  content?: Record<string, Media>
}

export interface ResponseDescription extends Body {
  headers?: Record<string, { description?: string }>
}

export interface Operation {
  tags?: string[]
  summary?: string
  description?: string
  operationId?: string
  deprecated?: boolean
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: Body
  responses?: Record<string, ResponseDescription>
}

export interface Description {
  openapi: string
  info?: { title?: string; version?: string; summary?: string; description?: string }
  servers?: { url: string; description?: string }[]
  tags?: { name: string; description?: string }[]
  paths?: Record<string, Record<string, unknown>>
}

export interface Endpoint {
  method: string
  path: string
  anchor: string
  operation: Operation
}

export interface Group {
  name: string
  description: string
  endpoints: Endpoint[]
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']
const otherGroup = 'Khác'

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Follows `$ref: "#/…"` within the description; what cannot be found is returned as it is. */
export function resolve<T extends { $ref?: string }>(description: Description, value: T): T {
  let current: unknown = value
  for (let hops = 0; hops < 10 && isObject(current) && typeof current.$ref === 'string'; ++hops) {
    let target: unknown = description
    if (!current.$ref.startsWith('#/')) break
    for (const part of current.$ref.slice(2).split('/')) {
      const name = part.replace(/~1/g, '/').replace(/~0/g, '~')
      target = isObject(target) && Object.prototype.hasOwnProperty.call(target, name) ? target[name] : undefined
    }
    if (!isObject(target)) break
    current = target
  }
  return current as T
}

/** The last part of a reference: "#/components/schemas/Entry" is "Entry". */
export function referenceName(reference: string): string {
  return reference.split('/').pop() ?? reference
}

/** The operations by their first tag, in the order of the description's list of tags. */
export function groupEndpoints(description: Description): Group[] {
  const groups = new Map<string, Group>()
  for (const tag of description.tags ?? [])
    groups.set(tag.name, { name: tag.name, description: tag.description ?? '', endpoints: [] })
  for (const [path, item] of Object.entries(description.paths ?? {})) {
    const shared = Array.isArray(item.parameters) ? (item.parameters as Parameter[]) : []
    for (const method of methods) {
      if (!isObject(item[method])) continue
      const operation = item[method] as Operation
      const name = operation.tags?.[0] ?? otherGroup
      const group = groups.get(name) ?? { name, description: '', endpoints: [] }
      groups.set(name, group)
      group.endpoints.push({
        method: method.toUpperCase(),
        path,
        anchor: `${method}-${path}`.replace(/[^a-zA-Z0-9]+/g, '-').replace(/-$/, ''),
        operation: { ...operation, parameters: [...shared, ...(operation.parameters ?? [])] },
      })
    }
  }
  return [...groups.values()].filter((group) => group.endpoints.length > 0)
}

/** A short name of a schema's type: "array of Entry", "string (date-time) | null". */
export function typeName(schema: Schema): string {
  if (schema.$ref !== undefined) return referenceName(schema.$ref)
  const alternatives = schema.oneOf ?? schema.anyOf
  if (alternatives !== undefined) return [...new Set(alternatives.map(typeName))].join(' | ')
  if (schema.allOf !== undefined) return schema.allOf.map(typeName).join(' & ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? (schema.properties ? 'object' : 'any')]
  const names = types.map((type) => {
    if (type === 'array') return `mảng ${schema.items === undefined ? '' : typeName(schema.items)}`.trim()
    return schema.format !== undefined && type !== 'null' ? `${type} (${schema.format})` : type
  })
  if (schema.nullable === true) names.push('null')
  return names.join(' | ')
}

/** What a value has to keep to, in words. */
export function constraints(schema: Schema): string[] {
  const found: string[] = []
  if (schema.enum !== undefined) found.push(`một trong: ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`)
  if (schema.minLength !== undefined) found.push(`ít nhất ${schema.minLength} ký tự`)
  if (schema.maxLength !== undefined) found.push(`nhiều nhất ${schema.maxLength} ký tự`)
  if (schema.minimum !== undefined) found.push(`từ ${schema.minimum}`)
  if (schema.maximum !== undefined) found.push(`đến ${schema.maximum}`)
  if (schema.pattern !== undefined) found.push(`khớp mẫu ${schema.pattern}`)
  if (schema.default !== undefined) found.push(`mặc định ${JSON.stringify(schema.default)}`)
  return found
}
