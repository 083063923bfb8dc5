import { useEffect, useRef, useState } from "preact/hooks";
import { failureOf } from "../errors";
import { t } from "../i18n";
import { webAddress } from "../linkify";
import type { Identity } from "../protocol";
import type { Session } from "../session";
import { Icon } from "./icons";

type Step = "email" | "name" | "done";

/** Asks, after the first message and one field at a time, where the answer may follow. Never asked twice. */
export function EmailCard({ session, done }: { session: Session; done: () => void }) {
  const [step, setStep] = useState<Step>("email");
  const [trouble, setTrouble] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const words = t.value;
  const { email, name } = session.identity.value;
  const byMail = session.settings.value?.byMail ?? false;
  const written = session.timeline.value.ticket > 0 || session.outbox.drafts.value.some((d) => d.state === "sent");

  // The field that had the focus is gone: go on in the next one.
  useEffect(() => {
    if (step === "name") field.current?.focus();
  }, [step]);

  if (step === "done") return <p class="note">{(byMail ? words.mailDone : words.emailDone)(email ?? "")}</p>;
  if (step === "email" && (!written || email || session.asked.value)) return null;

  const leave = () => {
    session.asked.value = true;
    setStep(email ? "done" : "email");
    done();
  };
  const save = async (who: Identity, next: Step) => {
    try {
      await session.identify(who);
      setTrouble("");
      setStep(next);
      if (next !== "done") return;
      session.asked.value = true;
      done();
    } catch (error) {
      setTrouble(failureOf(error) === "email_invalid" ? words.emailWrong : words.saveFailed);
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const value = field.current?.value.trim() ?? "";
    if (step === "name") return value ? void save({ name: value }, "done") : leave();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
      setTrouble(words.emailWrong);
      return field.current?.focus();
    }
    void save({ email: value }, name ? "done" : "name");
  };

  const asksEmail = step === "email";
  const title = byMail ? words.mailTitle : words.emailTitle;
  const privacy = webAddress(session.settings.value?.privacyUrl);
  return (
    <form class="card" onSubmit={submit} noValidate>
      <div class="title">
        <Icon name="mail" />
        <h2>{asksEmail ? title : words.nameTitle}</h2>
        <button type="button" class="round" aria-label={asksEmail ? words.noThanks : words.skip} onClick={leave}>
          <Icon name="cross" size={16} />
        </button>
      </div>
      <div class="line">
        {asksEmail ? (
          <input
            key="email"
            ref={field}
            type="email"
            autoComplete="email"
            maxLength={254}
            aria-label={words.email}
            aria-invalid={trouble !== ""}
            aria-describedby="trouble use"
            placeholder={words.email}
          />
        ) : (
          <input
            key="name"
            ref={field}
            autoComplete="name"
            maxLength={100}
            aria-label={words.name}
            placeholder={`${words.name} (${words.optional})`}
          />
        )}
        <button type="submit" class="button edge">
          {words.save}
        </button>
      </div>
      <p class="trouble" id="trouble" role="alert">
        {trouble}
      </p>
      <p class="fine" id="use">
        {asksEmail && (byMail ? words.mailUse : words.emailUse)} {privacy && <PrivacyLink href={privacy} />}
      </p>
    </form>
  );
}

/** The site's privacy notice, on its own page. */
export const PrivacyLink = ({ href }: { href: string }) => (
  <a href={href} target="_blank" rel="noopener noreferrer">
    {t.value.privacy}
  </a>
);
