import { useEffect, useRef, useState } from "preact/hooks";
import { failureOf } from "../errors";
import { formatNumber, t } from "../i18n";
import type { PanelProps } from "../panel";
import { type FormProps, OneField } from "./one-field";

interface Sent {
  email: string;
  /** Seconds before another code may be asked for. */
  again: number;
}

/** Proves an address: where to, then the code that came there. */
export function Proof({ session, proved }: PanelProps & { proved(): void }) {
  const [sent, setSent] = useState<Sent | null>(null);
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setTrouble("");
    try {
      await work();
    } catch (error) {
      setTrouble(wordsFor(failureOf(error)));
    }
    setBusy(false);
  };
  const ask = (email: string) =>
    attempt(async () => {
      const { again } = await session.connection.invoke<{ again: number }>("RequestCode", { email });
      setSent({ email, again });
    });
  const enter = (code: string) =>
    attempt(async () => {
      await session.enterCode(sent?.email ?? "", code);
      proved();
    });

  const props = { trouble, busy };
  return sent ? (
    <CodeForm {...props} {...sent} enter={enter} resend={() => ask(sent.email)} other={() => setSent(null)} />
  ) : (
    <AddressForm {...props} known={session.identity.value.email ?? ""} ask={ask} />
  );
}

function wordsFor(failure: ReturnType<typeof failureOf>): string {
  if (failure === "email_invalid") return t.value.emailWrong;
  if (failure === "code_wrong") return t.value.codeWrong;
  return failure === "codes_too_many" || failure === "rate_limited" ? t.value.codesMany : t.value.saveFailed;
}

function AddressForm({ known, ask, ...form }: FormProps & { known: string; ask(email: string): void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <OneField
      {...form}
      field={field}
      why={t.value.proveWhy}
      label={t.value.email}
      button={t.value.sendCode}
      input={{ type: "email", autoComplete: "email", maxLength: 254, defaultValue: known }}
      submit={ask}
    />
  );
}

interface CodeProps extends FormProps, Sent {
  enter(code: string): void;
  resend(): void;
  other(): void;
}

const digitsOf = (text: string) => text.replace(/\D/g, "");

function CodeForm({ trouble, busy, email, again, enter, resend, other }: CodeProps) {
  const field = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(again);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  // The whole code pasted, or typed to its end, needs no press of a button.
  const typed = () => {
    const code = digitsOf(field.current?.value ?? "");
    if (code.length === 6) enter(code);
  };
  return (
    <OneField
      trouble={trouble}
      busy={busy}
      field={field}
      why={t.value.codeSent(email)}
      isNews
      label={t.value.code}
      button={t.value.enter}
      input={{ class: "code", inputMode: "numeric", autoComplete: "one-time-code", maxLength: 11, onInput: typed }}
      submit={(text) => enter(digitsOf(text))}
    >
      <p class="ways">
        <button type="button" class="word" disabled={busy || left > 0} onClick={resend}>
          {left > 0 ? t.value.resendIn(formatNumber(left)) : t.value.resend}
        </button>
        <button type="button" class="word" onClick={other}>
          {t.value.otherAddress}
        </button>
      </p>
    </OneField>
  );
}
