import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { fieldErrors, generalError } from "../api/explain";
import type { Language } from "../api/types";
import { setLanguage } from "../i18n";
import { Button, Choice, Field, Strip } from "../ui";
import { acceptInvitation } from "./account";
import type { Invited } from "./invite";
import { PasswordField } from "./password-field";

export function InviteForm({ token, invited }: { token: string; invited: Invited }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const language: Language = i18n.language === "fr" ? "fr" : "en";
  const joining = useMutation({ mutationFn: acceptInvitation, onSuccess: () => navigate("/", { replace: true }) });
  const errors = fieldErrors(joining.error, t);
  const failure = generalError(joining.error, t);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!joining.isPending) joining.mutate({ token, name, password, language });
  }

  return (
    <form className="form" onSubmit={submit}>
      {failure && <Strip tone="bad">{failure}</Strip>}
      <Field label={t("session.invite.email")} hint={t("session.invite.emailHint")}>
        {(control) => (
          <input {...control} className="input" type="email" autoComplete="username" readOnly value={invited.email} />
        )}
      </Field>
      <Field label={t("session.invite.name")} hint={t("session.invite.nameHint")} error={errors.name}>
        {(control) => (
          <input
            {...control}
            className="input"
            autoComplete="name"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <PasswordField
        label={t("session.password")}
        hint={t("session.invite.passwordHint")}
        error={errors.password}
        autoComplete="new-password"
        minLength={12}
        value={password}
        onChange={setPassword}
      />
      <Choice
        label={t("session.invite.language")}
        value={language}
        options={[
          { value: "en", label: t("ui.language.en") },
          { value: "fr", label: t("ui.language.fr") },
        ]}
        onChange={setLanguage}
      />
      <Button type="submit" look="main" className="wide" busy={joining.isPending}>
        {t("session.invite.submit")}
      </Button>
    </form>
  );
}
