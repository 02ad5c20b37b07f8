import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { renderMarkdown } from '@reformdesk/shared/markdown'

/** The Markdown subset, made of DOM nodes by the same code as in the widget. */
export function Markdown({ text }: { text: string }): JSX.Element {
  const node = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => node.current?.replaceChildren(renderMarkdown(text, document)), [text])
  return <div class="markdown" ref={node} />
}
