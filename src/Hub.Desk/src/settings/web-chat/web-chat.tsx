import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import { explain } from "../../api/explain";
import type { Site } from "../../api/types";
import { useSession } from "../../session/session";
import { Button, Icon, Status, Strip } from "../../ui";
import { Ghost } from "../ghost";
import { Page, Setting } from "../page";
import { NewSite } from "./new-site";
import { sectionOf } from "./site-sections";
import { sitesQuery } from "./sites";
import "./web-chat.css";

/** The web sites that carry the chat. */
export function WebChat() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { hash } = useLocation();
  const mayEdit = user.role === "administrator";
  const sites = useQuery({ ...sitesQuery, enabled: mayEdit });
  const [adding, setAdding] = useState(false);
  const wanted = sectionOf(hash.slice(1));
  const first = sites.data?.[0];

  // A link from the search leads into the first site.
  if (wanted && first) return <Navigate to={`/settings/web-chat/${first.id}/${wanted.path}${hash}`} replace />;
  const add = (
    <Button look="main" icon="plus" disabled={adding} onClick={() => setAdding(true)}>
      {t("settings.webChat.add")}
    </Button>
  );
  return (
    <Page title={t("settings.webChat.title")} lead={t("settings.webChat.lead")} action={mayEdit && add}>
      {!mayEdit && <Strip tone="info">{t("settings.onlyAdmin")}</Strip>}
      {sites.error && <Strip tone="bad">{explain(sites.error, t)}</Strip>}
      {mayEdit && sites.isPending && <Ghost />}
      {adding && <NewSite onDone={() => setAdding(false)} />}
      {sites.data && (
        <Setting id="sites">
          <ul className="sites">
            {sites.data.map((site) => (
              <li key={site.id}>
                <Link className="site-row" to={`/settings/web-chat/${site.id}`}>
                  <span className="av l none">
                    <Icon name="chat" />
                  </span>
                  <span className="grow">
                    <b className="cut">{site.name}</b>
                    <small className="cut">
                      {site.allowedOrigins.join(", ") || t("settings.webChat.originsEmpty")}
                    </small>
                  </span>
                  <State site={site} />
                  <Icon name="right" />
                </Link>
              </li>
            ))}
          </ul>
          <a className="btn edge demo" href="/demo" target="_blank" rel="noreferrer">
            <Icon name="external" />
            {t("settings.webChat.try")}
          </a>
        </Setting>
      )}
    </Page>
  );
}

/** Whether it talks, and whether it was seen on a page. */
function State({ site }: { site: Site }) {
  const { t } = useTranslation();
  if (!site.enabled) return <Status shape="pause">{t("settings.webChat.isOff")}</Status>;
  return site.seen.some((one) => one.allowed) ? (
    <Status shape="ok">{t("settings.webChat.isOn")}</Status>
  ) : (
    <Status shape="none">{t("settings.webChat.notSeenYet")}</Status>
  );
}
