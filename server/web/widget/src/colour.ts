// The colour that a page may choose, and the text colour that stays readable on it (WCAG contrast).

export interface Accent {
  background: string
  foreground: '#ffffff' | '#0b1220'
}

function channels(hex: string): [number, number, number] | null {
  const match = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(hex.trim())
  if (match === null) return null
  const digits = match[1] !== undefined ? match[1].replace(/./g, '$&$&') : (match[2] ?? '')
  const channel = (at: number): number => parseInt(digits.slice(at, at + 2), 16) / 255
  return [channel(0), channel(2), channel(4)]
}

function luminance(rgb: [number, number, number]): number {
  const [red, green, blue] = rgb.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

/** Null unless `value` is "#rgb" or "#rrggbb". */
export function readAccent(value: string | null): Accent | null {
  const rgb = value === null ? null : channels(value)
  if (value === null || rgb === null) return null
  const contrastWithWhite = 1.05 / (luminance(rgb) + 0.05)
  return { background: value.trim(), foreground: contrastWithWhite >= 4.5 ? '#ffffff' : '#0b1220' }
}
