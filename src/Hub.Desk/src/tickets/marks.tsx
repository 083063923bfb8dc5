import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type MailMark, mailMarks } from "../api/mail";
import type { Message } from "../api/types";
import { useSession } from "../session/session";
import { Icon, type IconName } from "../ui";

/** What one must know at once stands there as a sentence; the rest is a word with a tooltip. */
const sentences: MailMark[] = ["unverified", "apart", "noToken", "noPass", "otherAddress", "notSent"];

const icons: Record<MailMark, IconName> = {
  unverified: "s-warn",
  auto: "clock",
  apart: "mail",
  sameMessageId: "copy",
  flood: "s-warn",
  cut: "imageoff",
  form: "globe",
  ownProgram: "mail",
  noToken: "mail",
  noPass: "s-warn",
  otherAddress: "s-warn",
  notSent: "s-warn",
};

/** What is particular about a mail. */
export function Marks({ message }: { message: Message }) {
  const { t } = useTranslation();
  const supervises = useSession().user.role !== "agent";
  const marks = mailMarks.filter((mark) => message.marks?.includes(mark));
  if (marks.length === 0) return null;
  const words = marks.filter((mark) => !sentences.includes(mark));
  return (
    <div className="marks">
      {marks
        .filter((mark) => sentences.includes(mark))
        .map((mark) => (
          <p key={mark} className={`mark ${mark}`}>
            <Icon name={icons[mark]} size={14} />
            <span>
              <b>{t(`tickets.mark.${mark}`)}</b> {t(`tickets.markWhy.${mark}`)}
            </span>
          </p>
        ))}
      {words.length > 0 && (
        <ul>
          {words.map((mark) => (
            <li
              key={mark}
              className={["auto", "cut", "form", "ownProgram"].includes(mark) ? "tag" : "tag warns"}
              title={t(`tickets.markWhy.${mark}`)}
            >
              <Icon name={icons[mark]} size={12} />
              {t(`tickets.mark.${mark}`)}
              <span className="sr">{t(`tickets.markWhy.${mark}`)}</span>
            </li>
          ))}
          {marks.includes("cut") && supervises && message.mail?.messageId && (
            <li>
              <Link to={`/settings/received?messageId=${encodeURIComponent(message.mail.messageId)}`}>
                {t("tickets.rawMail")}
              </Link>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
