import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/explain";
import { useSession } from "../../session/session";
import { Icon, Strip } from "../../ui";
import { Page } from "../page";
import { Install } from "./install";
import { SiteForm } from "./site-form";
import { sitesQuery } from "./sites";
import "./web-chat.css";

export function WebChat() {
  const { t } = useTranslation();
  const { user } = useSession();
  const mayEdit = user.role === "administrator";
  const sites = useQuery({ ...sitesQuery, enabled: mayEdit });

  const demo = (
    <a className="btn edge" href="/demo" target="_blank" rel="noreferrer">
      <Icon name="external" />
      {t("settings.webChat.try")}
    </a>
  );
  return (
    <Page title={t("settings.webChat.title")} lead={t("settings.webChat.lead")} action={demo}>
      {!mayEdit && <Strip tone="info">{t("settings.onlyAdmin")}</Strip>}
      {sites.error && <Strip tone="bad">{explain(sites.error, t)}</Strip>}
      {mayEdit && sites.isPending && <Ghost />}
      {sites.data?.map((site) => (
        <section key={site.id} className="site" aria-label={site.name}>
          <Install siteKey={site.key} />
          <SiteForm site={site} />
        </section>
      ))}
    </Page>
  );
}

function Ghost() {
  return [160, 120, 200, 140].map((width) => (
    <div key={width} className="setting">
      <i className="ghost" style={{ width }} />
    </div>
  ));
}
