import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useSession } from "../session/session";
import { Icon } from "../ui";
import { usePageTitle } from "../ui/page-title";

interface PageProps {
  title: string;
  lead: string;
  action?: ReactNode;
  /** It needs more than a column of text, such as for a preview. */
  wide?: boolean;
  children: ReactNode;
}

/** One section: its title, what it is about in a sentence, and its settings. */
export function Page({ title, lead, action, wide, children }: PageProps) {
  const { t } = useTranslation();
  const { hub } = useSession();
  usePageTitle(title, t("settings.title"), hub.name);
  return (
    <article className={wide ? "settings-page wide" : "settings-page"}>
      <Link className="settings-up btn sq" to="/settings" aria-label={t("settings.title")}>
        <Icon name="left" />
      </Link>
      <header className="settings-head">
        <div className="grow">
          <h1>{title}</h1>
          <p>{lead}</p>
        </div>
        {action}
      </header>
      {children}
    </article>
  );
}

/** The place of one setting. A link from the search comes here and puts the focus on it. */
export function Setting({ id, children }: { id: string; children: ReactNode }) {
  const { hash, key } = useLocation();
  const wanted = hash === `#${id}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: following the same link again leads here again
  useEffect(() => {
    if (!wanted) return;
    const place = document.getElementById(id);
    place?.scrollIntoView({ block: "center" });
    place
      ?.querySelector<HTMLElement>("input:not(:read-only), textarea, select, button")
      ?.focus({ preventScroll: true });
  }, [wanted, id, key]);
  return (
    <div id={id} className={wanted ? "setting wanted" : "setting"}>
      {children}
    </div>
  );
}
