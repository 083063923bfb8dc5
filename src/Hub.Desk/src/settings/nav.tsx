import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import { useSession } from "../session/session";
import { Icon } from "../ui";
import { matches, mayUse, type Section, sections } from "./sections";

/** The left list: sections, or, as soon as one types, the settings themselves. */
export function SettingsNav({ alone }: { alone: boolean }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [query, setQuery] = useState("");
  const Title = alone ? "h1" : "h2";
  const visible = sections.filter((section) => mayUse(user.role, section.role));

  return (
    <Side main={alone}>
      <Link className="settings-back" to="/">
        <Icon name="left" />
        {t("settings.back")}
      </Link>
      <Title className="settings-side-title">{t("settings.title")}</Title>
      <label className="settings-search">
        <Icon name="search" />
        <span className="sr">{t("settings.search")}</span>
        <input
          type="search"
          placeholder={t("settings.search")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <nav aria-label={t("settings.title")}>
        {query.trim() ? <Found query={query.trim()} among={visible} /> : <All sections={visible} />}
      </nav>
    </Side>
  );
}

/** Beside a section it is a help for getting about; alone on a phone it is the page. */
function Side({ main, children }: { main: boolean; children: ReactNode }) {
  const Element = main ? "main" : "aside";
  return <Element className="settings-side">{children}</Element>;
}

function All({ sections }: { sections: Section[] }) {
  const { t } = useTranslation();
  return (
    <ul>
      {sections.map(({ path, words, icon }) => (
        <li key={path}>
          <NavLink
            className={({ isActive }) => (isActive ? "settings-link on" : "settings-link")}
            to={`/settings/${path}`}
          >
            <Icon name={icon} />
            <span className="grow cut">{t(`settings.${words}.title`)}</span>
            <Icon name="right" className="settings-go" />
          </NavLink>
        </li>
      ))}
    </ul>
  );
}

function Found({ query, among }: { query: string; among: Section[] }) {
  const { t } = useTranslation();
  const hits = among
    .flatMap(({ path, words, settings }) =>
      settings.map((setting) => ({
        path,
        setting,
        section: t(`settings.${words}.title`),
        title: t(`settings.${words}.${setting}`),
        hint: t(`settings.${words}.${setting}Hint`, { defaultValue: "" }),
      })),
    )
    .filter((hit) => matches(query, `${hit.section} ${hit.title} ${hit.hint}`));

  if (hits.length === 0) return <p className="settings-none">{t("settings.noResult")}</p>;
  return (
    <ul>
      {hits.map((hit) => (
        <li key={`${hit.path}#${hit.setting}`}>
          <Link className="settings-link hit" to={`/settings/${hit.path}#${hit.setting}`}>
            <span className="cut">{hit.title}</span>
            <small className="cut">{hit.section}</small>
          </Link>
        </li>
      ))}
    </ul>
  );
}
