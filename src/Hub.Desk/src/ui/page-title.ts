import { useEffect } from "react";

/** The words of the browser's tab, the nearest first. */
export function usePageTitle(...parts: string[]): void {
  const title = parts.filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
