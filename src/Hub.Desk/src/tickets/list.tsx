import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { teamOf, type View } from "../realtime/merge";
import { useSession } from "../session/session";
import { useViewTitle } from "../shell/view-title";
import { Failed } from "../ui";
import { useMedia } from "../ui/use-media";
import { listQuery, loadMore } from "./queries";
import { TicketRow } from "./row";
import { useNow } from "./use-now";

/** The inbox of a view: virtual, live, one tab stop with arrows inside. */
export function TicketList({ view, selected }: { view: View; selected?: number }) {
  const { t } = useTranslation();
  const me = useSession().user.id;
  const title = useViewTitle(view);
  const { data, error, refetch } = useQuery(listQuery(view));
  const [focus, setFocus] = useState<number>();
  const scroller = useRef<HTMLDivElement>(null);
  const phone = useMedia("(max-width: 700px)");
  const now = useNow();
  const rows = data?.rows ?? [];
  const size = phone ? 64 : 52;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const next = data?.next;

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useEffect(() => virtual.measure(), [virtual, size]);
  useEffect(() => {
    if (next && last >= rows.length - 10) void loadMore(view, next);
  }, [view, next, last, rows.length]);

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const here = rows.findIndex((row) => row.number === (focus ?? selected));
    const there = Math.max(0, Math.min(rows.length - 1, here + step));
    const row = rows[there];
    if (!row) return;
    setFocus(row.number);
    virtual.scrollToIndex(there);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${row.number}"]`)?.focus());
  }

  if (!data && error) {
    return (
      <div className="rows">
        <Failed error={error} retry={refetch} />
      </div>
    );
  }
  if (!data) return <Ghost />;
  if (rows.length === 0)
    return <p className="rows faint gp">{t(`tickets.none.${teamOf(view) === undefined ? view : "team"}`)}</p>;
  const tabStop = rows.some((row) => row.number === focus)
    ? focus
    : rows.some((row) => row.number === selected)
      ? selected
      : rows[0]?.number;
  return (
    <div className="rows" ref={scroller}>
      <ul aria-label={title} style={{ height: virtual.getTotalSize(), position: "relative" }} onKeyDown={onKeyDown}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={row.number}
              style={{ position: "absolute", insetInline: 0, transform: `translateY(${item.start}px)` }}
            >
              <TicketRow
                row={row}
                to={`/views/${view}/tickets/${row.number}`}
                selected={row.number === selected}
                focused={row.number === tabStop}
                me={me}
                now={now}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The shape of rows to come. */
function Ghost() {
  const { t } = useTranslation();
  return (
    <div className="ghost" role="status" aria-label={t("tickets.loading")}>
      {[1, 0.76, 0.52, 0.28].map((opacity) => (
        <div key={opacity} style={{ opacity }}>
          <i className="g0" />
          <span>
            <i style={{ width: 96 + opacity * 40 }} />
            <i style={{ width: 150 + opacity * 50 }} />
          </span>
        </div>
      ))}
    </div>
  );
}
