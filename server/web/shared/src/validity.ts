// One sentence on whether an answer holds today.

import { dayAfter, formatDay, today } from './dates.ts'

export interface Validity {
  in_force: boolean
  valid_from: string | null
  valid_to: string | null
}

/** The validity is inclusive at both ends, so that an answer valid to 30/6 is no longer in force from 01/7. */
export function describeValidity(validity: Validity, now: Date = new Date()): string {
  const { in_force, valid_from, valid_to } = validity
  if (in_force) {
    if (valid_from !== null && valid_to !== null)
      return `Còn hiệu lực từ ${formatDay(valid_from)} đến ${formatDay(valid_to)}`
    if (valid_from !== null) return `Còn hiệu lực từ ${formatDay(valid_from)}`
    return valid_to !== null ? `Còn hiệu lực đến ${formatDay(valid_to)}` : 'Còn hiệu lực'
  }
  if (valid_from !== null && valid_from > today(now)) return `Chưa có hiệu lực, áp dụng từ ${formatDay(valid_from)}`
  return valid_to !== null ? `Hết hiệu lực từ ${formatDay(dayAfter(valid_to))}` : 'Hết hiệu lực'
}
