import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api/types";
import { Choice } from "../../ui";
import { type Moment, moments, orderOf } from "./preview-order";
import type { SiteDraft, SiteLanguage } from "./sites";
import { LanguageSelect } from "./texts";

interface PreviewProps {
  site: Site;
  draft: SiteDraft;
  language: SiteLanguage;
  choose: (language: SiteLanguage) => void;
}

/** The chat itself, on a page of some shop, as it would be with what is typed and not saved. */
export function Preview({ site, draft, language, choose }: PreviewProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [moment, setMoment] = useState<Moment>("before");
  const [dark, setDark] = useState(false);
  const [ready, setReady] = useState(false);
  const origin = new URL(site.previewUrl, location.href).origin;

  useEffect(() => {
    const hear = ({ source, origin: sender, data }: MessageEvent<unknown>) => {
      if (source !== frame.current?.contentWindow || sender !== origin) return;
      if ((data as { hub?: unknown } | null)?.hub === "preview") setReady(true);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, [origin]);

  useEffect(() => {
    if (ready) frame.current?.contentWindow?.postMessage(orderOf(site.key, draft, { moment, language, dark }), origin);
  }, [ready, site.key, draft, moment, language, dark, origin]);

  return (
    <aside className="preview" aria-label={t("settings.webChat.preview")}>
      {/* Looked at, not used: nothing in it takes the focus or can be pressed. */}
      <div className="preview-screen">
        <iframe ref={frame} src={site.previewUrl} title={t("settings.webChat.preview")} inert />
      </div>
      <Choice
        label={t("settings.webChat.moment")}
        value={moment}
        options={moments.map((value) => ({ value, label: t(`settings.webChat.moments.${value}`) }))}
        onChange={setMoment}
      />
      <div className="preview-ways">
        <LanguageSelect
          aria-label={t("settings.webChat.previewLanguage")}
          value={language}
          among={draft.languages}
          onChange={choose}
        />
        <label>
          <input type="checkbox" checked={dark} onChange={(event) => setDark(event.target.checked)} />
          {t("settings.webChat.previewDark")}
        </label>
      </div>
      <p className="field-hint">{t("settings.webChat.previewHint")}</p>
    </aside>
  );
}
