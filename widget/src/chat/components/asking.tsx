import { useRef, useState } from "preact/hooks";
import { failureOf } from "../errors";
import { inWords, language, t } from "../i18n";
import { webAddress } from "../linkify";
import type { Question } from "../protocol";
import type { Session } from "../session";
import { PrivacyLink } from "./email-card";
import "../styles/reception.css";

/** What the site asks, and wants agreed to, before the first message. What was typed stays when something is refused. */
export function Asking({ session }: { session: Session }) {
  const form = useRef<HTMLFormElement>(null);
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const asks = session.asks.value;
  const words = t.value;
  if (!asks) return null;
  const { questions = [], consent } = asks;
  const privacy = webAddress(session.settings.value?.privacyUrl);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const bad = form.current?.querySelector<HTMLInputElement>(":invalid:not(fieldset)");
    if (bad) {
      setTrouble(bad.type === "email" && bad.value ? words.emailWrong : words.missing);
      return bad.focus();
    }
    setTrouble("");
    setBusy(true);
    const given = new FormData(form.current as HTMLFormElement);
    const answers = Object.fromEntries(questions.map(({ key }) => [key, String(given.get(`q-${key}`) ?? "").trim()]));
    try {
      await session.admit(asks.questions && answers, consent?.version, language.value);
    } catch (error) {
      const failure = failureOf(error);
      setTrouble(
        failure === "email_invalid"
          ? words.emailWrong
          : failure === "consent_changed"
            ? words.changed
            : words.saveFailed,
      );
      if (failure === "consent_changed" || failure === "answer_invalid") await session.begin().catch(() => {});
    }
    setBusy(false);
  };

  return (
    <form class="asking" ref={form} onSubmit={submit} onInput={() => setTrouble("")} noValidate>
      <div class="greeting">
        <h2>{session.said.value.greeting || words.greeting}</h2>
        <p>{words.asking}</p>
      </div>
      {questions.map((question) => (
        <Field key={question.key} question={question} session={session} />
      ))}
      {consent && (
        <label class="tick">
          <input type="checkbox" required name="consent" />
          <span>
            {inWords(consent.texts)} {privacy && <PrivacyLink href={privacy} />}
          </span>
        </label>
      )}
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="submit" class="button" disabled={busy}>
        {words.begin}
      </button>
    </form>
  );
}

function Field({ question, session }: { question: Question; session: Session }) {
  const { key, kind, required, options = [] } = question;
  const words = t.value;
  const name = `q-${key}`;
  const known = session.identity.value;
  const shared = { id: name, name, required };
  const label = inWords(question.labels) || (kind === "name" ? words.name : kind === "email" ? words.email : key);
  const title = required ? label : `${label} (${words.optional})`;
  if (kind === "check") {
    return (
      <label class="tick">
        <input type="checkbox" name={name} value="true" required={required} />
        <span>{title}</span>
      </label>
    );
  }
  if (kind === "topic" || kind === "choice") {
    return (
      <label class="field">
        <span>{title}</span>
        <select name={name} required={required}>
          <option value="">{words.choose}</option>
          {options.map((option) => (
            <option key={option.key} value={option.key}>
              {inWords(option.labels)}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <div class="field">
      <label htmlFor={name}>{title}</label>
      {kind === "email" ? (
        <input {...shared} type="email" autoComplete="email" maxLength={254} defaultValue={known.email ?? ""} />
      ) : kind === "name" ? (
        <input {...shared} autoComplete="name" maxLength={100} defaultValue={known.name ?? ""} />
      ) : (
        <input {...shared} autoComplete="off" maxLength={500} />
      )}
    </div>
  );
}
