import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Protection as Protected } from "../api/mail";
import { useSession } from "../session/session";
import { Icon } from "../ui";
import { Fold } from "./fold";

/** How a mail is signed or encrypted: in words, and never more than we know. */
export function Protection({ protection }: { protection: Protected }) {
  const { t } = useTranslation();
  const { encrypted, signed } = protection;
  const standard = t(`protection.${protection.standard}`);
  return (
    <p className="mark sealed">
      <Icon name={encrypted ? "lock" : "seal"} size={14} />
      <span>
        <b>{t(`protection.${encrypted ? (signed ? "both" : "encrypted") : "signed"}`, { standard })}</b>{" "}
        {t(encrypted ? "protection.partly" : "protection.signedWhy")}
      </span>
    </p>
  );
}

/** What stands in place of words that nobody here can read. */
export function Unread({ protection, messageId }: { protection: Protected; messageId?: string | null }) {
  const { t } = useTranslation();
  const supervises = useSession().user.role !== "agent";
  return (
    <div className="unread-mail">
      <Icon name="lock" size={20} />
      <div>
        <p>
          <b>{t("protection.unread", { standard: t(`protection.${protection.standard}`) })}</b>
        </p>
        <p>{t(protection.standard === "pgpInline" ? "protection.unreadText" : "protection.unreadWhy")}</p>
        {supervises && messageId && (
          <p>
            <Link to={`/settings/received?messageId=${encodeURIComponent(messageId)}`}>{t("tickets.rawMail")}</Link>
          </p>
        )}
      </div>
    </div>
  );
}

/** Data for another program, folded until somebody wants it. */
export function Armour({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <Fold className="quoted armour" show={t("protection.showArmour")} hide={t("protection.hideArmour")}>
      {(id) => <pre id={id}>{text}</pre>}
    </Fold>
  );
}

const message = /^-----BEGIN PGP MESSAGE-----$[\s\S]*?(?:^-----END PGP MESSAGE-----[ \t]*$\n?|$(?![\s\S]))/m;
const opening = /^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]+: .*\n)*\n?/m;
const signature = /^-----BEGIN PGP SIGNATURE-----$[\s\S]*?(?:^-----END PGP SIGNATURE-----[ \t]*$\n?|$(?![\s\S]))/m;

/** The words of a text, and the OpenPGP data that stands between them (RFC 9580 sections 6.2 and 7). */
export function withoutArmour(text: string, protection?: Protected | null): { text: string; armour?: string } {
  if (protection?.standard !== "pgpInline") return { text };
  const found = [message, opening, signature].flatMap((each) => each.exec(text)?.[0].trim() ?? []);
  if (found.length === 0) return { text };
  const signed = opening.test(text);
  const left = text.replace(message, "").replace(opening, "").replace(signature, "");
  // What is signed has "- " before its dashes.
  return { text: (signed ? left.replace(/^- (?=-)/gm, "") : left).trim(), armour: found.join("\n\n") };
}
