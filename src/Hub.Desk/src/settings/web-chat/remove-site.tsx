import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { explain } from "../../api/explain";
import type { Site } from "../../api/types";
import { Button, Dialog, Strip } from "../../ui";
import { Setting } from "../page";
import { useRemoveSite } from "./sites";

/** Takes the site away, after saying what that does and what stays. */
export function RemoveSite({ site }: { site: Site }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useRemoveSite(site.id);
  return (
    <Setting id="remove">
      <div className="field">
        <h2 className="field-label">{t("settings.webChat.remove")}</h2>
        <p className="field-hint">{t("settings.webChat.removeHint")}</p>
        <Button look="edge" onClick={() => setAsking(true)}>
          {t("settings.webChat.removeIt")}
        </Button>
      </div>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t("settings.webChat.removeTitle", site)}>
        <ul className="effects">
          {(["chat", "key", "tickets"] as const).map((effect) => (
            <li key={effect}>{t(`settings.webChat.removeEffects.${effect}`)}</li>
          ))}
        </ul>
        {remove.error && <Strip tone="bad">{explain(remove.error, t)}</Strip>}
        <div className="dialog-foot">
          <Button look="edge" onClick={() => setAsking(false)}>
            {t("ui.cancel")}
          </Button>
          <Button
            look="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => navigate("/settings/web-chat") })}
          >
            {t("settings.webChat.removeIt")}
          </Button>
        </div>
      </Dialog>
    </Setting>
  );
}
