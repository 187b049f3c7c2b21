import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** This near to its end, a list follows what is added. */
const NEAR_PX = 80;

/** A list of messages that stays at its newest, unless somebody has scrolled up. */
export function Scroll({
  label,
  children,
  of,
}: {
  label: string;
  children: ComponentChildren;
  of: unknown;
}): VNode {
  const list = useRef<HTMLUListElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const toEnd = () => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    };
    toEnd();
    // Polls and pictures grow after they were added.
    const watch = new ResizeObserver(toEnd);
    for (const child of element.children) watch.observe(child);
    watch.observe(element);
    return () => watch.disconnect();
  }, [of]);
  const onScroll = () => {
    const element = list.current;
    if (element !== null)
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
  };
  return html`<ul class="messages" ref=${list} onScroll=${onScroll} tabindex="0" aria-label=${label}>${children}</ul>`;
}
