import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type FixedView, type View, views } from "../realtime/merge";
import { useMoment } from "../realtime/store";
import { changeSelf } from "../session/account";
import { setTheme, useShownTheme } from "../session/preferences";
import { signOut, useSession } from "../session/session";
import { usePending } from "../tickets/outbox";
import { countsQuery } from "../tickets/queries";
import { Avatar, Icon, type IconName, Mark, Menu } from "../ui";
import { TeamLinks } from "./teams";

const icons: Record<FixedView, IconName> = {
  mine: "user",
  unassigned: "s-none",
  open: "inbox",
  pending: "later",
  resolved: "check",
  failed: "s-bad",
  spam: "spam",
  trash: "trash",
};

/** Where to look, how much there is, and whether what one sees is live. */
export function Rail({ view, onHelp }: { view: View; onHelp: () => void }) {
  const { t, i18n } = useTranslation();
  const { hub } = useSession();
  const { data: counts } = useQuery(countsQuery);
  const many = new Intl.NumberFormat(i18n.language);
  const shown = (count = 0) => (count ? `${many.format(count)}${count >= 10_000 ? "+" : ""}` : "");
  return (
    <nav className="rail" aria-label={t("shell.rail")}>
      <div className="brand row">
        <Mark />
        <strong className="grow cut">{hub.name}</strong>
      </div>
      <div className="scroll">
        {views.map((each) => (
          <Link
            key={each}
            className={`nav${each === view ? " on" : ""}${each === "failed" && counts?.failed ? " alarm" : ""}`}
            to={`/views/${each}`}
            aria-current={each === view ? "page" : undefined}
            title={t(`shell.views.${each}`)}
          >
            <Icon name={icons[each]} />
            <span className="cut grow">{t(`shell.views.${each}`)}</span>
            <span className="n num">{shown(counts?.[each])}</span>
          </Link>
        ))}
        <TeamLinks view={view} shown={shown} />
        <h2>{hub.name}</h2>
        <Link className="nav" to="/settings" title={t("shell.settings")}>
          <Icon name="settings" />
          <span className="cut grow">{t("shell.settings")}</span>
        </Link>
        <button type="button" className="nav wide" title={t("keys.title")} onClick={onHelp}>
          <Icon name="keys" />
          <span className="cut grow">{t("keys.title")}</span>
          <kbd>?</kbd>
        </button>
      </div>
      <Foot />
    </nav>
  );
}

function Foot() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { line } = useMoment();
  const kept = usePending(user.id).length;
  return (
    <div className="foot">
      {line === "live" ? (
        <div className="live" role="status">
          <Icon name="s-ok" size={12} />
          <span>{t("shell.live")}</span>
        </div>
      ) : (
        <div className="off" role="status">
          <Icon name="s-warn" size={12} />
          <span>
            {kept ? t("shell.downKept", { count: kept }) : t(line === "down" ? "shell.down" : "shell.connecting")}
          </span>
        </div>
      )}
      <div className="row me">
        <Me />
      </div>
    </div>
  );
}

function Me() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const dark = useShownTheme() === "dark";
  const other = i18n.language === "fr" ? "en" : "fr";
  return (
    <Menu
      label={t("shell.me", { name: user.name })}
      className="btn grow mine"
      button={
        <>
          <Avatar name={user.name} kind="agent" me size="l" />
          <span className="grow">
            <b className="cut">{user.name}</b>
            <small className="cut">{t(`ui.agentRole.${user.role}`)}</small>
          </span>
        </>
      }
      items={[
        { label: t("shell.profile"), icon: <Icon name="user" />, onSelect: () => void navigate("/settings") },
        {
          label: t(dark ? "shell.light" : "shell.dark"),
          icon: <Icon name={dark ? "sun" : "moon"} />,
          onSelect: () => setTheme(dark ? "light" : "dark"),
        },
        {
          label: t("shell.otherLanguage"),
          icon: <Icon name="globe" />,
          onSelect: () => void changeSelf({ language: other }),
        },
        { label: t("shell.signOut"), icon: <Icon name="out" />, onSelect: () => void signOut() },
      ]}
    />
  );
}

/** The rail of a phone. */
export function TabBar({ view, hidden }: { view: View; hidden: boolean }) {
  const { t } = useTranslation();
  if (hidden) return null;
  return (
    <nav className="tabbar" aria-label={t("shell.rail")}>
      {(["open", "mine", "unassigned"] as const).map((each) => (
        <Link key={each} to={`/views/${each}`} aria-current={each === view ? "page" : undefined}>
          <Icon name={icons[each]} size={20} />
          <span>{t(`shell.views.${each}`)}</span>
        </Link>
      ))}
      <Link to="/settings">
        <Icon name="settings" size={20} />
        <span>{t("shell.settings")}</span>
      </Link>
    </nav>
  );
}
