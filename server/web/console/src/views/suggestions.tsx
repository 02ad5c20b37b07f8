// The closest known articles, to be put into the answer with one press.

import type { JSX } from 'preact'
import { Markdown } from './markdown.tsx'
import type { Suggestion } from '../types.ts'

function nameOf(source: Suggestion['sources'][number]): string {
  return source.clause === '' ? source.document : `${source.clause}, ${source.document}`
}

/** The answer with its legal basis, as it goes into the reply box. */
export function insertionOf(suggestion: Suggestion): string {
  const sources = suggestion.sources.map((source) =>
    source.url === '' ? nameOf(source) : `[${nameOf(source)}](${source.url})`,
  )
  return sources.length === 0 ? suggestion.answer : `${suggestion.answer}\n\nCăn cứ pháp lý: ${sources.join('; ')}.`
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
          <p class="muted small">
            Khớp {Math.round(suggestion.confidence * 100)}%
            {!suggestion.in_force && <span class="tag warn">Hết hiệu lực</span>}
          </p>
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
