// Pages as fragments of the address, so that the server needs to know one page only.

import type { ReviewTab, Tab } from './types.ts'

export type Route =
  | { page: 'queue'; tab: Tab }
  | { page: 'ticket'; tab: Tab; number: number }
  | { page: 'reviews'; tab: ReviewTab; article: string | null }
  | { page: 'channels' }
  | { page: 'accounts' }
  | { page: 'password' }

const tabs: readonly string[] = ['open', 'answered', 'all']

/** Null for what no browser wrote. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

export function parseRoute(hash: string): Route {
  const [first, second, ...rest] = hash.replace(/^#\/?/, '').split('/')
  if (first === 'channels') return { page: 'channels' }
  if (first === 'accounts') return { page: 'accounts' }
  if (first === 'password') return { page: 'password' }
  if (first === 'reviews') {
    const article = rest.length === 1 ? decode(rest[0] ?? '') : null
    return { page: 'reviews', tab: second === 'closed' ? 'closed' : 'open', article: article === '' ? null : article }
  }
  const tab = first !== undefined && tabs.includes(first) ? (first as Tab) : 'open'
  if (second !== undefined && /^\d{1,15}$/.test(second) && rest.length === 0)
    return { page: 'ticket', tab, number: Number(second) }
  return { page: 'queue', tab }
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'channels':
    case 'accounts':
    case 'password':
      return `#/${route.page}`
    case 'reviews':
      return `#/reviews/${route.tab}${route.article === null ? '' : `/${encodeURIComponent(route.article)}`}`
    case 'queue':
      return `#/${route.tab}`
    case 'ticket':
      return `#/${route.tab}/${route.number}`
  }
}
