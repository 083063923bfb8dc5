import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../../api/clock";
import type { SigningKey } from "../../../api/types";
import { Failed, Status } from "../../../ui";
import { Ghost } from "../../ghost";
import { Setting } from "../../page";
import type { SiteSectionProps } from "../site-sections";
import "./identity.css";
import { KeyList } from "./key-list";
import { PageSample, Sample } from "./sample";
import { keysQuery, lastUsed, momentOf, usable } from "./signing-keys";

/** Who the visitor is, on the word of the site's own server: its keys, whether they are used, and how to sign. */
export function Identity({ site }: SiteSectionProps) {
  const keys = useQuery(keysQuery(site.id));
  if (keys.isPending) return <Ghost />;
  if (!keys.data) return <Failed error={keys.error} retry={keys.refetch} />;
  return (
    <>
      {keys.error && <Failed error={keys.error} retry={keys.refetch} />}
      <KeyList site={site} keys={keys.data} />
      <Used keys={keys.data} />
      <Sample site={site} kid={usable(keys.data, serverNow())?.kid} />
      <PageSample />
    </>
  );
}

function Used({ keys }: { keys: SigningKey[] }) {
  const { t, i18n } = useTranslation();
  const last = lastUsed(keys);
  return (
    <Setting id="signed">
      <div className="field">
        <h2 className="field-label">{t("settings.webChat.signed")}</h2>
        <p className="field-hint">{t("settings.webChat.signedHint")}</p>
        {last ? (
          <Status shape="ok">
            {t("settings.webChat.signedAt", { at: momentOf(last.usedAt, i18n.language), kid: last.kid })}
          </Status>
        ) : (
          <Status shape="none">{t("settings.webChat.notSigned")}</Status>
        )}
      </div>
    </Setting>
  );
}
