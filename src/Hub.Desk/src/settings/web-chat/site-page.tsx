import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, Navigate, NavLink, useParams } from "react-router";
import { explain } from "../../api/explain";
import { useSession } from "../../session/session";
import { Icon, Strip } from "../../ui";
import { Ghost } from "../ghost";
import { Page } from "../page";
import { SiteForm } from "./site-form";
import { siteSections } from "./site-sections";
import { sitesQuery } from "./sites";
import "./web-chat.css";

/** One site: its sections, and the preview beside those that change what one sees. */
export function SitePage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { id, section: path } = useParams();
  const mayEdit = user.role === "administrator";
  const sites = useQuery({ ...sitesQuery, enabled: mayEdit });
  const site = sites.data?.find((one) => one.id === Number(id));
  const section = siteSections.find((one) => one.path === path);

  if (!mayEdit || (sites.data && !site)) return <Navigate to="/settings/web-chat" replace />;
  if (!section) return <Navigate to={`/settings/web-chat/${id}/${siteSections[0]?.path}`} replace />;
  return (
    <Page
      title={site?.name ?? t("settings.webChat.title")}
      lead={t(`settings.webChat.sections.${section.path}Lead`)}
      wide={section.preview}
    >
      <nav className="site-nav" aria-label={site?.name ?? t("settings.webChat.title")}>
        <Link className="site-back" to="/settings/web-chat">
          <Icon name="left" />
          {t("settings.webChat.all")}
        </Link>
        {siteSections.map((one) => (
          <NavLink key={one.path} to={`/settings/web-chat/${id}/${one.path}`}>
            {t(`settings.webChat.sections.${one.path}`)}
          </NavLink>
        ))}
      </nav>
      {sites.error && <Strip tone="bad">{explain(sites.error, t)}</Strip>}
      {sites.isPending && <Ghost />}
      {site && <SiteForm key={site.id} site={site} section={section} />}
    </Page>
  );
}
