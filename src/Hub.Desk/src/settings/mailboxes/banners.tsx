import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { mailStateQuery } from "../../mail/state";
import { Strip } from "../../ui";

/** What stands against mail in this hub as a whole; whoever runs the server mends it. */
export function Banners() {
  const { t } = useTranslation();
  const { data } = useQuery(mailStateQuery);
  if (!data) return null;
  return (
    <>
      {!data.smartHost && (
        <Strip tone="warn">
          {t("settings.mailboxes.noSmartHost")}
          {data.queued > 0 && ` ${t("settings.mailboxes.waiting", { count: data.queued })}`}
        </Strip>
      )}
      {data.publicUrlIsLoopback && <Strip tone="warn">{t("settings.mailboxes.loopback")}</Strip>}
      {!data.keysSecret && <Strip tone="warn">{t("settings.mailboxes.noSecret")}</Strip>}
    </>
  );
}
