import type { JSX } from 'preact'
import type { Reviews } from '../reviews.ts'
import type { Review } from '../types.ts'

/** Marks as done, and undoes it; one button, so that the focus stays where it is. */
export function ReviewButton({ reviews, review }: { reviews: Reviews; review: Review }): JSX.Element {
  const name = review.closed_at === null ? 'Đã rà soát' : 'Hoàn tác'
  const failure = reviews.failureOf(review)
  return (
    <>
      <button
        type="button"
        aria-label={`${name}: ${review.article.question || review.article.id}`}
        aria-busy={reviews.isSaving(review)}
        onClick={() => void reviews.toggle(review)}
      >
        {name}
      </button>
      {failure !== '' && (
        <p class="error small" role="alert">
          Chưa lưu được. {failure}
        </p>
      )}
    </>
  )
}
