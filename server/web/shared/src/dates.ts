// Dates as Vietnamese offices write them: 01/7/2025, with a leading zero for days below 10 and for months 1 and 2.

const pad = (value: number): string => String(value).padStart(2, '0')

function format(day: number, month: number, year: number): string {
  return `${pad(day)}/${month <= 2 ? pad(month) : month}/${year}`
}

interface CalendarDay {
  year: number
  month: number
  day: number
}

function parseDay(iso: string): CalendarDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  if (match === null) return null
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
}

/** "2025-07-01" as "01/7/2025"; anything else unchanged. */
export function formatDay(iso: string): string {
  const day = parseDay(iso)
  return day === null ? iso : format(day.day, day.month, day.year)
}

/** The day after "2025-06-30", again in that form; anything else unchanged. */
export function dayAfter(iso: string): string {
  const day = parseDay(iso)
  if (day === null) return iso
  return new Date(Date.UTC(day.year, day.month - 1, day.day + 1)).toISOString().slice(0, 10)
}

/** An instant in local time: "09:05", with the date before it when that is not today. Empty when unreadable. */
export function formatTime(iso: string, now: Date = new Date()): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return ''
  const clock = `${pad(time.getHours())}:${pad(time.getMinutes())}`
  if (time.toDateString() === now.toDateString()) return clock
  return `${clock} ${format(time.getDate(), time.getMonth() + 1, time.getFullYear())}`
}

/** Today in local time as "2026-11-24". */
export function today(now: Date = new Date()): string {
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
}
