import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/types";
import { exact } from "../tickets/time";
import { Icon } from "../ui";

/** What the visitor was asked and agreed to before the chat, and how it was rated after it. */
export function Reception({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const { answers, consents, rating } = ticket;
  return (
    <>
      {rating && (
        <section>
          <h3>{t("customers.rating")}</h3>
          <p className="rated" title={exact(rating.at, i18n.language)}>
            <span aria-hidden="true">
              {"★".repeat(rating.score)}
              <span className="faint">{"★".repeat(5 - rating.score)}</span>
            </span>{" "}
            {t("customers.rated", { score: rating.score })}
          </p>
          {rating.comment && <blockquote dir="auto">{rating.comment}</blockquote>}
        </section>
      )}
      {answers.length + consents.length > 0 && (
        <section>
          <h3>{t("customers.reception")}</h3>
          <dl className="asked">
            {answers.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd dir="auto">{value === "true" ? t("customers.yes") : value}</dd>
              </div>
            ))}
          </dl>
          {consents.map(({ version, text, at }) => (
            <p className="agreed" key={version} title={`${text} · ${exact(at, i18n.language)}`}>
              <Icon name="check" />
              {t("customers.agreed", { version })}
            </p>
          ))}
        </section>
      )}
    </>
  );
}
