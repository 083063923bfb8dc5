import { useEffect, useState } from "preact/hooks";
import { failureOf } from "../errors";
import { formatDay, formatExact, t } from "../i18n";
import { type Panel, type PanelProps, panel } from "../panel";
import type { EarlierConversation, Message } from "../protocol";
import { type Row, rowsOf } from "../rows";
import type { Session } from "../session";
import { Bubble } from "./bubble";
import { Proof } from "./proof";
import "../styles/earlier.css";

/** What somebody wants who has to prove an address: the list, a copy by mail, or to go on talking with the mails in it. */
export type Goal = "list" | "transcript" | "talk";

/** Opens the panel; asks for a code first where it needs one. */
export function show(session: Session, goal: Goal): void {
  const { verified, signedIn } = session.identity.value;
  const words = t.value;
  const goals: Record<Goal, { asking: Panel; next: Panel | null; ready: boolean | undefined }> = {
    list: {
      asking: { title: words.earlierList, View: Prove },
      next: { title: words.earlierList, View: List },
      ready: verified || signedIn || session.earlierOnes.value > 0,
    },
    transcript: {
      asking: { title: words.mailTranscript, View: Prove },
      next: { title: words.mailTranscript, View: Transcript },
      ready: verified,
    },
    talk: { asking: { title: words.showMails, View: Prove }, next: null, ready: verified },
  };
  const { asking, next, ready } = goals[goal];
  panel.value = ready ? next : asking;

  function Prove(props: PanelProps) {
    return <Proof {...props} proved={() => (panel.value = next)} />;
  }
}

/** The conversations, newest first. */
function List({ session, done }: PanelProps) {
  const [all, setAll] = useState<EarlierConversation[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    session.connection.invoke<EarlierConversation[]>("Conversations").then(setAll, () => setFailed(true));
  }, [session]);
  if (failed) return <p role="alert">{t.value.saveFailed}</p>;
  if (!all) return <p role="status">{t.value.loading}</p>;
  if (all.length === 0) return <p role="status">{t.value.earlierNone}</p>;
  const now = session.timeline.value.ticket;
  return (
    <ul class="list">
      {all.map((one) => (
        <li key={one.ticket}>
          <button
            type="button"
            onClick={() => {
              if (one.ticket === now) done();
              else panel.value = { title: one.subject, View: (props) => <Read {...props} ticket={one.ticket} /> };
            }}
          >
            <b>{one.subject}</b>
            <span>
              {one.author.kind === "customer" ? t.value.you : one.author.name || t.value.agent}: {one.text}
            </span>
            <time dateTime={one.at} title={formatExact(Date.parse(one.at))}>
              {formatDay(Date.parse(one.at), Date.now())}
              {one.via === "email" && ` · ${t.value.byEmail}`}
            </time>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** One of them, to be read. */
function Read({ session, ticket }: PanelProps & { ticket: number }) {
  const [messages, setMessages] = useState<Message[]>([]);
  const [more, setMore] = useState(false);
  const [failed, setFailed] = useState(false);
  const fetchOlder = async (before?: number) => {
    try {
      const answer = await session.connection.invoke<{ messages: Message[]; more: boolean }>("Earlier", {
        ticket,
        before,
      });
      setMessages((known) => [...answer.messages, ...known]);
      setMore(answer.more);
    } catch {
      setFailed(true);
    }
  };
  useEffect(() => void fetchOlder(), [ticket]);
  if (failed) return <p role="alert">{t.value.saveFailed}</p>;
  return (
    <div class="log read">
      {more && (
        <p class="note">
          <button type="button" class="word" onClick={() => void fetchOlder(messages[0]?.seq)}>
            {t.value.earlier}
          </button>
        </p>
      )}
      <ol>{rowsOf(messages, [], { seq: 0 }).map((row) => renderRow(row, session))}</ol>
      <p class="note">{t.value.readOnly}</p>
    </div>
  );
}

function renderRow(row: Row, session: Session) {
  if (row.kind === "day") {
    return (
      <li key={row.key} class="note">
        {formatDay(row.at, Date.now())}
      </li>
    );
  }
  const { mark: _, ...plain } = row;
  return <Bubble key={row.key} session={session} row={plain} retry={() => {}} edit={() => {}} />;
}

/** Mails the conversation to the address that was proved, at once. */
function Transcript({ session }: PanelProps) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    session.connection.invoke<{ email: string }>("MailTranscript").then(
      ({ email }) => setSaid(t.value.transcriptSent(email)),
      (error) => setSaid(failureOf(error) === "transcripts_too_many" ? t.value.transcriptMany : t.value.saveFailed),
    );
  }, [session]);
  return <p role="status">{said || t.value.loading}</p>;
}
