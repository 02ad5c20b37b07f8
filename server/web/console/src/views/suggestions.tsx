// The closest known articles, to be put into the answer with one press.

import type { JSX } from 'preact'
import { describeValidity } from '@reformdesk/shared/validity'
import { Markdown } from './markdown.tsx'
import type { Suggestion } from '../types.ts'

function nameOf(source: Suggestion['sources'][number]): string {
  return source.clause === '' ? source.document : `${source.clause}, ${source.document}`
}

/** The answer with its legal basis, as it goes into the reply box; marked when it is not in force. */
export function insertionOf(suggestion: Suggestion): string {
  const sources = suggestion.sources.map((source) =>
    source.url === '' ? nameOf(source) : `[${nameOf(source)}](${source.url})`,
  )
  return [
    suggestion.in_force ? '' : `**${describeValidity(suggestion)}.**`,
    suggestion.answer,
    sources.length === 0 ? '' : `Căn cứ pháp lý: ${sources.join('; ')}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

export function Suggestions(props: { suggestions: Suggestion[]; onInsert?(text: string): void }): JSX.Element {
  const { suggestions, onInsert } = props
  return (
    <aside class="suggestions" aria-labelledby="suggestions-title">
      <h3 id="suggestions-title">Bài gần nhất trong kho tri thức</h3>
      {suggestions.length === 0 && <p class="muted">Không có bài nào gần với câu hỏi này.</p>}
      {suggestions.map((suggestion, index) => (
        <article key={suggestion.article} class="suggestion">
          <h4>{suggestion.title}</h4>
          <p class="muted small">Khớp {Math.round(suggestion.confidence * 100)}%</p>
          {!suggestion.in_force && <p class="expired small">{describeValidity(suggestion)}</p>}
          <details open={index === 0}>
            <summary>Câu trả lời</summary>
            <Markdown text={suggestion.answer} />
            {suggestion.sources.length > 0 && (
              <p class="muted small">Căn cứ: {suggestion.sources.map(nameOf).join('; ')}</p>
            )}
          </details>
          {onInsert !== undefined && (
            <button
              type="button"
              onClick={() => onInsert(insertionOf(suggestion))}
              aria-label={`Chèn câu trả lời của bài “${suggestion.title}”`}
            >
              Chèn
            </button>
          )}
        </article>
      ))}
    </aside>
  )
}
