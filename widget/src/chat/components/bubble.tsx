import type { Failure } from "../errors";
import { formatExact, formatTime, t } from "../i18n";
import { linkify } from "../linkify";
import { type Bubble as BubbleRow, initials, type Mark } from "../rows";
import type { Session } from "../session";
import { Files } from "./files";
import { Icon } from "./icons";

interface Props {
  session: Session;
  row: BubbleRow;
  retry(clientId: string): void;
  edit(clientId: string): void;
}

/** One message: mine on the right in the accent, theirs on the left with name and initials. */
export function Bubble({ session, row, retry, edit }: Props) {
  const { mine, first, last, at, mark, byMail } = row;
  const name = row.name || t.value.agent;
  const footed = mine && (last || mark);
  const time = <time dateTime={new Date(at).toISOString()}>{formatTime(at)}</time>;
  return (
    <li class={`${mine ? "mine" : "theirs"}${first ? "" : " follows"}`}>
      {!mine && <span class="face">{last && <span aria-hidden="true">{initials(name)}</span>}</span>}
      <div>
        {mine ? (
          <span class="hidden">
            {t.value.you} {byMail && !footed && t.value.byEmail}
          </span>
        ) : (
          <p class={first ? "name" : "hidden"}>
            {name} {first && <> · {time}</>} {byMail && <ByMail />}
          </p>
        )}
        {(row.text !== "" || row.files.length + row.items.length === 0) && (
          <div class="bubble" title={formatExact(at)} dir="auto">
            {row.text === undefined && <em>{t.value.erased}</em>}
            {linkify(row.text ?? "").map((piece, i) =>
              piece.href ? <Link key={i} text={piece.text} href={piece.href} /> : piece.text,
            )}
          </div>
        )}
        <Files session={session} files={row.files} items={row.items} />
        {footed && (
          <p class="mark">
            {(!mark || mark.state === "delivered") && time}
            {byMail && <ByMail />}
            {mark && <MarkText mark={mark} retry={retry} edit={edit} />}
          </p>
        )}
      </div>
    </li>
  );
}

const whyOf = (failure: Failure | undefined): string =>
  failure === "files_lost" ? t.value.filesLost : failure?.startsWith("file") ? t.value.filesRefused : t.value.refused;

const ByMail = () => (
  <span class="via">
    <Icon name="mail" size={14} />
    {t.value.byEmail}
  </span>
);

const Link = ({ text, href }: { text: string; href: string }) => (
  <a href={href} target="_blank" rel="noopener noreferrer">
    {text}
  </a>
);

function MarkText({ mark, retry, edit }: Omit<Props, "row" | "session"> & { mark: Mark }) {
  const words = t.value;
  switch (mark.state) {
    case "sending":
      return (
        <>
          <Icon name="clock" size={14} />
          {words.sending}
        </>
      );
    case "delivered":
      return (
        <>
          <Icon name="check" size={14} />
          {words.delivered}
        </>
      );
    case "read":
      return (
        <>
          <Icon name="checks" size={14} />
          {words.read} {mark.at && formatTime(mark.at)}
        </>
      );
    case "failed":
      return (
        <span class="failed">
          <Icon name="late" size={14} />
          <span>
            {words.notSent}. {mark.refused && whyOf(mark.failure)}
          </span>
          <button type="button" class="word" onClick={() => (mark.refused ? edit : retry)(mark.clientId)}>
            {mark.refused ? words.edit : words.tryAgain}
          </button>
        </span>
      );
  }
}
