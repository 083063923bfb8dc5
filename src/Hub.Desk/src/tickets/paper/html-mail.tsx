import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../ui";
import { rememberAsked, wasAsked } from "./asked";
import { Frame } from "./frame";
import { pageOf, partsOf } from "./page";
import { usePictures } from "./pictures";
import "./paper.css";

interface HtmlMailProps {
  message: number;
  html: string;
  /** Whose mail it is. */
  from: string;
}

/** A mail as its sender made it look, on white paper; remote pictures only when asked for. */
export function HtmlMail({ message, html, from }: HtmlMailProps) {
  const { t, i18n } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  const [remote, setRemote] = useState(() => wasAsked(message));
  const [quoted, setQuoted] = useState(false);
  const parts = useMemo(() => partsOf(html), [html]);
  const { pictures, missing } = usePictures(near ? [...parts.own, ...(remote ? parts.remote : [])] : []);
  const title = t("tickets.html.frame", { name: from });
  const page = useMemo(
    () => pageOf({ html, pictures, quoted, language: i18n.language, title }),
    [html, pictures, quoted, i18n.language, title],
  );
  // What the reader unfolds must not move what is being read.
  const settled = () => !quoted && place.current?.dispatchEvent(new CustomEvent("settled", { bubbles: true }));

  return (
    <div className="paper" ref={place}>
      {parts.remote.length > 0 && !remote && (
        <p className="remote">
          <Icon name="imageoff" size={14} />
          <span className="grow" title={t("tickets.html.why")}>
            {t("tickets.html.remoteOff")}
          </span>
          <button
            type="button"
            className="lnk"
            onClick={() => {
              rememberAsked(message);
              setRemote(true);
            }}
          >
            {t("tickets.html.show")}
          </button>
        </p>
      )}
      {remote && missing > 0 && <p className="remote">{t("tickets.html.missing", { count: missing })}</p>}
      {near ? <Frame page={page} title={title} onSettled={settled} /> : <div className="sheet" />}
      {parts.quoted && (
        <button type="button" className="fold" aria-expanded={quoted} onClick={() => setQuoted(!quoted)}>
          <span aria-hidden="true">…</span>
          {t(quoted ? "tickets.hideQuoted" : "tickets.showQuoted")}
        </button>
      )}
    </div>
  );
}

/** Whether something is, or ever was, about to be seen: frames are heavy. */
function useNear(place: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const watcher = new IntersectionObserver(
      (seen) => {
        if (!seen.some((each) => each.isIntersecting)) return;
        setNear(true);
        watcher.disconnect();
      },
      { rootMargin: "800px" },
    );
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, [place]);
  return near;
}
