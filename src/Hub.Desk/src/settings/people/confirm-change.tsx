import { useTranslation } from "react-i18next";
import type { Role } from "../../api/types";
import { Button, Dialog } from "../../ui";

/** A change of an account that is asked before it is made. Without `disabled` it is the own role. */
export interface Change {
  id: number;
  name: string;
  role: Role;
  disabled?: boolean;
}

interface ConfirmChangeProps {
  change: Change;
  busy: boolean;
  onClose: () => void;
  onConfirm: (change: Change) => void;
}

/** Says what will happen, in full, before it happens. */
export function ConfirmChange({ change, busy, onClose, onConfirm }: ConfirmChangeProps) {
  const { t } = useTranslation();
  const { name, disabled } = change;
  const role = t(`ui.agentRole.${change.role}`).toLocaleLowerCase();
  const kind = disabled === undefined ? "selfRole" : disabled ? "disable" : "enable";
  const effects = {
    selfRole: [t("settings.people.selfRole", { role })],
    enable: [t("settings.people.enableEffect", { name, role })],
    disable: [
      t("settings.people.disableEffects.out", { name }),
      t("settings.people.disableEffects.kept"),
      t("settings.people.disableEffects.tickets"),
      t("settings.people.disableEffects.back"),
    ],
  }[kind];

  return (
    <Dialog open onClose={onClose} title={t(`settings.people.${kind}Title`, { name })}>
      {effects.length === 1 ? (
        <p>{effects[0]}</p>
      ) : (
        <ul className="effects">
          {effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      )}
      <div className="dialog-foot">
        <Button look="edge" onClick={onClose}>
          {t("ui.cancel")}
        </Button>
        <Button look={kind === "enable" ? "main" : "danger"} busy={busy} onClick={() => onConfirm(change)}>
          {t(`settings.people.${kind}Confirm`)}
        </Button>
      </div>
    </Dialog>
  );
}
