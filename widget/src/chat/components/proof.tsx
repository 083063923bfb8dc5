import { useEffect, useRef, useState } from "preact/hooks";
import { failureOf } from "../errors";
import { formatNumber, t } from "../i18n";
import type { PanelProps } from "../panel";

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

interface FormProps {
  trouble: string;
  busy: boolean;
}

function AddressForm({ trouble, busy, known, ask }: FormProps & { known: string; ask(email: string): void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    ask(field.current?.value.trim() ?? "");
  };
  return (
    <form class="proof" onSubmit={submit} noValidate>
      <p id="why">{t.value.proveWhy}</p>
      <label for="address">{t.value.email}</label>
      <div class="line">
        <input
          id="address"
          ref={field}
          type="email"
          autoComplete="email"
          maxLength={254}
          defaultValue={known}
          aria-invalid={trouble !== ""}
          aria-describedby="trouble why"
        />
        <button type="submit" class="button" disabled={busy}>
          {t.value.sendCode}
        </button>
      </div>
      <p class="trouble" id="trouble" role="alert">
        {trouble}
      </p>
    </form>
  );
}

interface CodeProps extends FormProps, Sent {
  enter(code: string): void;
  resend(): void;
  other(): void;
}

function CodeForm({ trouble, busy, email, again, enter, resend, other }: CodeProps) {
  const field = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(again);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  const digits = () => (field.current?.value ?? "").replace(/\D/g, "");
  // The whole code pasted, or typed to its end, needs no press of a button.
  const typed = () => digits().length === 6 && enter(digits());
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    enter(digits());
  };
  return (
    <form class="proof" onSubmit={submit} noValidate>
      <p id="why" role="status">
        {t.value.codeSent(email)}
      </p>
      <label for="code">{t.value.code}</label>
      <div class="line">
        <input
          id="code"
          ref={field}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={11}
          onInput={typed}
          aria-invalid={trouble !== ""}
          aria-describedby="trouble why"
        />
        <button type="submit" class="button" disabled={busy}>
          {t.value.enter}
        </button>
      </div>
      <p class="trouble" id="trouble" role="alert">
        {trouble}
      </p>
      <p class="ways">
        <button type="button" class="word" disabled={busy || left > 0} onClick={resend}>
          {left > 0 ? t.value.resendIn(formatNumber(left)) : t.value.resend}
        </button>
        <button type="button" class="word" onClick={other}>
          {t.value.otherAddress}
        </button>
      </p>
    </form>
  );
}
