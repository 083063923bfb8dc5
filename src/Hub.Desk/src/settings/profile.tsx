import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { generalError } from "../api/explain";
import type { Language, Notify } from "../api/types";
import { changeSelf, signOut } from "../session/account";
import { setTheme, type Theme, useTheme } from "../session/preferences";
import { useSession } from "../session/session";
import { Button, Choice, Field, Strip } from "../ui";
import { OwnName } from "./own-name";
import { Page, Setting } from "./page";

const languages: Language[] = ["en", "fr"];
const notices: Notify[] = ["never", "away", "always"];
const themes: Theme[] = ["system", "light", "dark"];

export function Profile() {
  const { t } = useTranslation();
  const { user } = useSession();
  const theme = useTheme();
  const language = useMutation({ mutationFn: changeSelf });
  const notify = useMutation({ mutationFn: changeSelf });
  const leaving = useMutation({ mutationFn: signOut });
  const failure = generalError(language.error ?? notify.error ?? leaving.error, t);

  return (
    <Page title={t("settings.profile.title")} lead={t("settings.profile.lead")}>
      {failure && <Strip tone="bad">{failure}</Strip>}
      <Setting id="name">
        <OwnName name={user.name} />
      </Setting>
      <Setting id="email">
        <Field label={t("settings.profile.email")} hint={t("settings.profile.emailHint")}>
          {(control) => <input {...control} className="input" readOnly value={user.email} />}
        </Field>
      </Setting>
      <Setting id="notify">
        <Choice
          label={t("settings.profile.notify")}
          hint={t("settings.profile.notifyHint")}
          value={notify.isPending ? (notify.variables.notify ?? user.notify) : user.notify}
          options={notices.map((value) => ({ value, label: t(`settings.profile.notices.${value}`) }))}
          onChange={(value) => notify.mutate({ notify: value })}
        />
      </Setting>
      <Setting id="language">
        <Choice
          label={t("settings.profile.language")}
          hint={t("settings.profile.languageHint")}
          value={language.isPending ? (language.variables.language ?? user.language) : user.language}
          options={languages.map((value) => ({ value, label: t(`ui.language.${value}`) }))}
          onChange={(value) => language.mutate({ language: value })}
        />
      </Setting>
      <Setting id="theme">
        <Choice
          label={t("settings.profile.theme")}
          hint={t("settings.profile.themeHint")}
          value={theme}
          options={themes.map((value) => ({ value, label: t(`settings.profile.themes.${value}`) }))}
          onChange={setTheme}
        />
      </Setting>
      <Setting id="signOut">
        <div className="field">
          <h2 className="field-label">{t("settings.profile.signOut")}</h2>
          <p className="field-hint">{t("settings.profile.signOutHint")}</p>
          <Button look="edge" icon="out" busy={leaving.isPending} onClick={() => leaving.mutate()}>
            {t("session.signOut")}
          </Button>
        </div>
      </Setting>
    </Page>
  );
}
