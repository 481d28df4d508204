import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Heading of a screen. It takes the focus when the screen appears, so that a screen reader starts here (WCAG 2.4.3). */
export function ScreenTitle({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="screen-title">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
