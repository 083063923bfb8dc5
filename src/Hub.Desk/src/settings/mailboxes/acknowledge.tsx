import { useTranslation } from "react-i18next";
import { Choice, Strip } from "../../ui";
import { Setting } from "../page";
import type { BoxDraft } from "./boxes";
import { ByLanguage } from "./by-language";

interface AcknowledgeProps {
  draft: BoxDraft;
  error?: string;
  onChange: (change: Partial<BoxDraft>) => void;
}

/** An automatic "we have your mail": off unless somebody wants it, with what it costs said beforehand. */
export function Acknowledge({ draft, error, onChange }: AcknowledgeProps) {
  const { t } = useTranslation();
  return (
    <>
      <Setting id="acknowledge">
        <Choice
          label={t("settings.mailboxes.acknowledge")}
          hint={t("settings.mailboxes.acknowledgeHint")}
          value={draft.acknowledge ? "on" : "off"}
          options={(["off", "on"] as const).map((value) => ({ value, label: t(`settings.mailboxes.${value}`) }))}
          onChange={(value) => onChange({ acknowledge: value === "on" })}
        />
        {draft.acknowledge && <Strip tone="warn">{t("settings.mailboxes.acknowledgeWarning")}</Strip>}
      </Setting>
      {draft.acknowledge && (
        <ByLanguage
          words="acknowledgement"
          values={draft.acknowledgements}
          error={error}
          onChange={(acknowledgements) => onChange({ acknowledgements })}
        />
      )}
    </>
  );
}
