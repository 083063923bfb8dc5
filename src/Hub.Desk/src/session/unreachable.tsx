import { useTranslation } from "react-i18next";
import { NetworkError } from "../api/client";
import { explain } from "../api/explain";
import { Button, Strip } from "../ui";
import { Front } from "./front";

/** The server did not say who we are: what happened, what is safe, what to do. */
export function Unreachable({ error, busy, retry }: { error: Error; busy: boolean; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <Front title={t("session.offlineTitle")}>
      <Strip tone="bad">{error instanceof NetworkError ? t("session.offline") : explain(error, t)}</Strip>
      <Button look="main" className="wide" busy={busy} onClick={retry}>
        {t("ui.retry")}
      </Button>
    </Front>
  );
}
