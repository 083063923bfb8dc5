/**
 * Shows unread answers before the page's title, and takes them away again. The page may change its title meanwhile, and
 * others may have a counter there too: theirs is left alone.
 */
export function countInTitle() {
  let own = document.title;
  /** The title as it was put there last. */
  let put = own;
  let mark = "";
  let unread = 0;

  const show = () => {
    const now = document.title;
    const next = unread ? `(${unread}) ` : "";
    if (next === mark && now.endsWith(put)) return;
    own = now.replace(put, () => own);
    mark = own && next;
    put = mark + own;
    document.title = put;
    if (mark) watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    else watch.disconnect();
  };
  // Not at once: with somebody else's counter that does the same it would never end.
  const watch = new MutationObserver(() => setTimeout(show, 99));
  return {
    count: (next: number) => {
      unread = next;
      show();
    },
    /** The page's own. */
    get: () => {
      show();
      return own;
    },
  };
}
