import { useTranslation } from "react-i18next";
import { explain } from "../../../api/explain";
import type { SigningKey, Site } from "../../../api/types";
import { Button, Dialog, Strip } from "../../../ui";
import { useRevokeSigningKey } from "./signing-keys";

interface Props {
  site: Site;
  signing: SigningKey;
  /** No other key counts. */
  last: boolean;
  onClose: () => void;
  onRevoked: () => void;
}

/** Lets a key count for nothing, after saying what ends. */
export function RevokeKey({ site, signing, last, onClose, onRevoked }: Props) {
  const { t } = useTranslation();
  const revoke = useRevokeSigningKey(site.id);
  return (
    <Dialog open onClose={onClose} title={t("settings.webChat.revokeTitle", { key: signing.kid })}>
      <ul className="effects">
        {(["believed", "server", "open"] as const).map((effect) => (
          <li key={effect}>{t(`settings.webChat.revokeEffects.${effect}`)}</li>
        ))}
        {last && <li>{t("settings.webChat.revokeEffects.last")}</li>}
        <li>{t("settings.webChat.revokeEffects.final")}</li>
      </ul>
      {revoke.error && <Strip tone="bad">{explain(revoke.error, t)}</Strip>}
      <div className="dialog-foot">
        <Button look="edge" onClick={onClose}>
          {t("ui.cancel")}
        </Button>
        <Button
          look="danger"
          busy={revoke.isPending}
          onClick={() => revoke.mutate(signing.kid, { onSuccess: onRevoked })}
        >
          {t("settings.webChat.revoke")}
        </Button>
      </div>
    </Dialog>
  );
}
