import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { base } from "../../api/client";
import { explain } from "../../api/explain";
import { type Disposition, type Received, receivedCodes } from "../../api/mail";
import { bytes } from "../../tickets/bytes";
import { exact, soon } from "../../tickets/time";
import { Button, Icon, Status } from "../../ui";
import { useReplay } from "./mails";

const shapes: Record<Disposition, Parameters<typeof Status>[0]["shape"]> = {
  pending: "pause",
  ticket: "ok",
  duplicate: "none",
  bounce: "warn",
  autoReply: "none",
  complaint: "warn",
  quarantine: "bad",
};

/** One mail: who sent it about what, what became of it, and its original. */
export function MailRow({ item, onReplayed }: { item: Received; onReplayed: (said: string) => void }) {
  const { t, i18n } = useTranslation();
  const replay = useReplay();
  const subject = item.subject || t("settings.received.noSubject");

  function again() {
    replay.mutate(item.id, {
      onSuccess: (now) =>
        onReplayed(t("settings.received.replayed", { state: t(`settings.received.disposition.${now.disposition}`) })),
    });
  }

  return (
    <tr>
      <td>
        <p className="cut strong" title={item.from ?? undefined}>
          {item.from || t("settings.received.noSender")}
        </p>
        <p className="cut" title={subject}>
          {subject}
        </p>
        <p className="cut faint" title={item.messageId ?? undefined}>
          {t("settings.received.to", { to: item.to.join(", ") })}
          {item.messageId && ` · ${item.messageId}`}
        </p>
      </td>
      <td>
        <Status shape={shapes[item.disposition] ?? "none"} title={t(`settings.received.why.${item.disposition}`)}>
          {t(`settings.received.disposition.${item.disposition}`)}
        </Status>
        {item.ticket && (
          <Link className="num" to={`/views/open/tickets/${item.ticket}`}>
            #{item.ticket}
          </Link>
        )}
        <Why item={item} />
        {replay.error && <p className="field-error">{explain(replay.error, t)}</p>}
      </td>
      <td className="num faint">
        <time dateTime={item.at} title={exact(item.at, i18n.language)}>
          {soon(item.at, Date.now(), i18n.language)}
        </time>{" "}
        <br />
        {bytes(item.size, i18n.language)}
      </td>
      <td>
        {item.disposition === "quarantine" && (
          <Button
            look="edge"
            busy={replay.isPending}
            aria-label={t("settings.received.replayOf", { subject })}
            onClick={again}
          >
            {t("settings.received.replay")}
          </Button>
        )}
        <a
          className="btn sq"
          href={`${base}/mail/received/${encodeURIComponent(item.id)}/raw`}
          download={`mail-${item.id}.eml`}
          aria-label={t("settings.received.rawOf", { subject })}
          title={t("settings.received.raw")}
        >
          <Icon name="download" />
        </a>
      </td>
    </tr>
  );
}

/** Codes that say it all: what the server wrote beside them is the same in English. */
const plain: readonly string[] = ["erased", "ours", "flood", "broke"];

/** Why it is where it is, in the reader's language; what only the other side or a program can say, as it was said. */
function Why({ item: { code, reason, mailbox } }: { item: Received }) {
  const { t } = useTranslation();
  const known = code && receivedCodes.includes(code);
  return (
    <>
      {known && <p className="because">{t(`settings.received.code.${code}`, { mailbox: mailbox ?? "" })}</p>}
      {reason && !(known && plain.includes(code)) && (
        <details>
          <summary>{t("settings.received.details")}</summary>
          <code className="words">{reason}</code>
        </details>
      )}
    </>
  );
}
