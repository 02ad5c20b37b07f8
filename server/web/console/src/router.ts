// Pages as fragments of the address, so that the server needs to know one page only.

import type { Tab } from './types.ts'

export type Route =
  | { page: 'queue'; tab: Tab }
  | { page: 'ticket'; tab: Tab; number: number }
  | { page: 'accounts' }
  | { page: 'password' }

const tabs: readonly string[] = ['open', 'answered', 'all']

export function parseRoute(hash: string): Route {
  const [first, second, ...rest] = hash.replace(/^#\/?/, '').split('/')
  if (first === 'accounts') return { page: 'accounts' }
  if (first === 'password') return { page: 'password' }
  const tab = first !== undefined && tabs.includes(first) ? (first as Tab) : 'open'
  if (second !== undefined && /^\d{1,15}$/.test(second) && rest.length === 0)
    return { page: 'ticket', tab, number: Number(second) }
  return { page: 'queue', tab }
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'accounts':
    case 'password':
      return `#/${route.page}`
    case 'queue':
      return `#/${route.tab}`
    case 'ticket':
      return `#/${route.tab}/${route.number}`
  }
}
