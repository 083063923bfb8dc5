import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/client";
import { explain } from "../api/explain";
import type { Session } from "../api/types";
import { Button, Field, Strip } from "../ui";
import { signIn } from "./account";
import { PasswordField } from "./password-field";

interface SignInFormProps {
  /** Filled in already where we know who it was. */
  email?: string;
  onSignedIn?: (session: Session) => void;
}

export function SignInForm({ email: known = "", onSignedIn }: SignInFormProps) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const secret = useRef<HTMLInputElement>(null);

  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: onSignedIn,
    onError: (error) => {
      // Only the password is asked again; the line being down is no reason to type it twice.
      if (!(error instanceof Problem) || error.status !== 401) return;
      setPassword("");
      secret.current?.focus();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!attempt.isPending) attempt.mutate({ email, password });
  }

  return (
    <form className="form" onSubmit={submit}>
      {attempt.error && <Strip tone="bad">{explain(attempt.error, t)}</Strip>}
      <Field label={t("session.email")}>
        {(control) => (
          <input
            {...control}
            className="input"
            type="email"
            name="email"
            autoComplete="username"
            required
            // biome-ignore lint/a11y/noAutofocus: the page and the dialog have nothing else to do
            autoFocus={!known}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <PasswordField
        label={t("session.password")}
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        inputRef={secret}
        autoFocus={known !== ""}
      />
      <Button type="submit" look="main" className="wide" busy={attempt.isPending}>
        {t("session.submit")}
      </Button>
    </form>
  );
}
