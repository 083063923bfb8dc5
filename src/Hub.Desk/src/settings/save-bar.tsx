import { useTranslation } from "react-i18next";
import { Button, Status } from "../ui";

interface SaveBarProps {
  dirty: boolean;
  saved: boolean;
  busy: boolean;
  onDiscard: () => void;
  /** Another word than "Save". */
  says?: string;
}

/** The end of a form: whether something is unsaved, and the two ways on. */
export function SaveBar({ dirty, saved, busy, onDiscard, says }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <div className={dirty ? "save-bar dirty" : "save-bar"}>
      <span className="grow" role="status">
        {dirty && <Status shape="warn">{t("ui.unsaved")}</Status>}
        {!dirty && saved && <Status shape="ok">{t("ui.saved")}</Status>}
      </span>
      {dirty && <Button onClick={onDiscard}>{t("ui.discard")}</Button>}
      <Button type="submit" look="main" disabled={!dirty} busy={busy}>
        {says ?? t("ui.save")}
      </Button>
    </div>
  );
}
