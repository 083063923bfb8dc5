import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../../api/types";
import { Field } from "../../../ui";
import { CopyField } from "../../../ui/copy-field";
import { Setting } from "../../page";
import { pageSample, type SampleLanguage, sampleLanguages, sampleNames, sampleOf, secretVariable } from "./samples";

/** The code that signs, with what is this site's own filled in. */
export function Sample({ site, kid }: { site: Site; kid: string | undefined }) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<SampleLanguage>("node");
  const code = sampleOf(language, site.key, kid ?? "…");
  return (
    <Setting id="signSample">
      <Field
        label={t("settings.webChat.signSample")}
        hint={t("settings.webChat.signSampleHint", { variable: secretVariable })}
      >
        {(control) => (
          <select
            {...control}
            className="input"
            value={language}
            onChange={(event) => setLanguage(event.target.value as SampleLanguage)}
          >
            {sampleLanguages.map((one) => (
              <option key={one} value={one}>
                {sampleNames[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="stacked code">
        <CopyField
          // The word "copied" belongs to the text that was.
          key={code}
          label={t("settings.webChat.sampleIn", { language: sampleNames[language] })}
          hint={kid ? t("settings.webChat.sampleKey", { key: kid }) : t("settings.webChat.sampleNoKey")}
          value={code}
          rows={12}
          action={t("settings.webChat.copyCode")}
        />
      </div>
    </Setting>
  );
}

/** What goes into the page, and what happens where somebody signs out. */
export function PageSample() {
  const { t } = useTranslation();
  return (
    <Setting id="identify">
      <div className="stacked code">
        <CopyField
          label={t("settings.webChat.identify")}
          hint={t("settings.webChat.identifyHint")}
          value={pageSample}
          rows={4}
          action={t("settings.webChat.copySnippet")}
        />
      </div>
      <p className="field-hint site-below">{t("settings.webChat.identifyOut")}</p>
    </Setting>
  );
}
