// One sentence on whether an answer holds today, and on what takes its place where it ends.

import { dayAfter, formatDay, today } from './dates.ts'
import type { Succession } from './protocol.ts'

export interface Validity {
  in_force: boolean
  valid_from: string | null
  valid_to: string | null
  replaced_by: Succession[]
}

/** "A", "A và B", "A, B và C". */
function enumerate(items: string[]): string {
  const last = items[items.length - 1] ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} và ${last}`
}

/** The successors; with their first day where that is not the day after the end. */
function successors({ valid_to, replaced_by }: Validity): string {
  const next = valid_to === null ? null : dayAfter(valid_to)
  return enumerate(
    replaced_by.map(({ number, from }) => (from === null || from === next ? number : `${number} (từ ${formatDay(from)})`)),
  )
}

function describeTerm({ valid_from, valid_to }: Validity): string {
  if (valid_from !== null && valid_to !== null)
    return `Còn hiệu lực từ ${formatDay(valid_from)} đến ${formatDay(valid_to)}`
  if (valid_from !== null) return `Còn hiệu lực từ ${formatDay(valid_from)}`
  return valid_to !== null ? `Còn hiệu lực đến ${formatDay(valid_to)}` : 'Còn hiệu lực'
}

/** The validity is inclusive at both ends, so that an answer valid to 30/6 is no longer in force from 01/7. */
export function describeValidity(validity: Validity, now: Date = new Date()): string {
  const { in_force, valid_from, valid_to, replaced_by } = validity
  const replaced = replaced_by.length > 0
  if (in_force) {
    const follows = replaced && valid_to !== null ? `, sau đó được thay bằng ${successors(validity)}` : ''
    return describeTerm(validity) + follows
  }
  if (valid_from !== null && valid_from > today(now)) return `Chưa có hiệu lực, áp dụng từ ${formatDay(valid_from)}`
  const ended = valid_to !== null ? `Hết hiệu lực từ ${formatDay(dayAfter(valid_to))}` : 'Hết hiệu lực'
  return replaced ? `${ended}, được thay bằng ${successors(validity)}` : ended
}
