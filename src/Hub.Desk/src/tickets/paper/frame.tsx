import { useCallback, useEffect, useRef, useState } from "react";

/** Beyond this a mail scrolls within its frame. */
const highest = 20_000;
const scrollbar = 16;

interface FrameProps {
  page: string;
  title: string;
  /** The mail has its height, for the first time or because of what it loaded. */
  onSettled: () => void;
}

/**
 * A page that nobody trusts, as high as its content. What is shown has no origin and runs nothing, so nobody can measure it; a twin
 * that can be measured is not shown, cannot be reached, and runs nothing either.
 */
export function Frame({ page, title, onSettled }: FrameProps) {
  const twin = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(0);
  const watcher = useRef<ResizeObserver>(undefined);

  const measure = useCallback(() => {
    const paper = twin.current?.contentDocument?.documentElement;
    if (!paper) return;
    const bar = paper.scrollWidth > paper.clientWidth ? scrollbar : 0;
    setHeight(Math.min(highest, Math.ceil(paper.getBoundingClientRect().height) + bar));
  }, []);

  const watch = useCallback(() => {
    watcher.current?.disconnect();
    const paper = twin.current?.contentDocument?.documentElement;
    if (!paper) return;
    watcher.current = new ResizeObserver(measure);
    watcher.current.observe(paper);
    measure();
  }, [measure]);

  useEffect(() => () => watcher.current?.disconnect(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when the height changes
  useEffect(() => {
    if (height > 0) onSettled();
  }, [height]);

  return (
    <div className="sheet">
      <iframe
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={page}
        title={title}
        referrerPolicy="no-referrer"
        style={{ height: height || undefined }}
      />
      <iframe
        ref={twin}
        className="twin"
        sandbox="allow-same-origin"
        srcDoc={page}
        title={title}
        aria-hidden="true"
        tabIndex={-1}
        inert
        onLoad={watch}
      />
    </div>
  );
}
