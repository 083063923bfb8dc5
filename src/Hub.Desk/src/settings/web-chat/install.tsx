import { useTranslation } from "react-i18next";
import { CopyField } from "../../ui/copy-field";
import { Setting } from "../page";

/** The one line a web site needs. */
export function Install({ siteKey }: { siteKey: string }) {
  const { t } = useTranslation();
  const snippet = `<script src="${location.origin}/widget.js" data-site="${siteKey}" async></script>`;
  return (
    <Setting id="install">
      <div className="stacked">
        <CopyField
          label={t("settings.webChat.install")}
          hint={t("settings.webChat.installHint")}
          value={snippet}
          rows={2}
          action={t("settings.webChat.copySnippet")}
        />
      </div>
    </Setting>
  );
}
