import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSession } from "../session/session";

/** An empty inbox says what to do first. */
export function FirstSteps() {
  const { t } = useTranslation();
  const administrator = useSession().user.role === "administrator";
  return (
    <div className="frc">
      <svg
        className="art"
        width="168"
        height="96"
        viewBox="0 0 168 96"
        fill="none"
        stroke="var(--text-3)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path
          d="M14 54 32 22h104l18 32v30a6 6 0 0 1-6 6H20a6 6 0 0 1-6-6z"
          fill="var(--surface)"
          stroke="var(--text-2)"
        />
        <path d="M14 54h40c2 0 3 1 4 3 3 8 10 13 26 13s23-5 26-13c1-2 2-3 4-3h40" stroke="var(--text-2)" />
        <rect x="62" y="4" width="44" height="32" rx="3" fill="var(--accent-soft)" stroke="var(--accent)" />
        <path d="m63 6 21 16 21-16" stroke="var(--accent)" />
      </svg>
      <h1>{t("shell.first.title")}</h1>
      <p className="muted">{t("shell.first.intro")}</p>
      <ol className="steps">
        <li className="on">
          <span className="sn">1</span>
          <div className="grow">
            <h2>{t("shell.first.try")}</h2>
            <p className="muted">{t("shell.first.tryWhy")}</p>
          </div>
          <a className="btn main" href="/demo" target="_blank" rel="noopener">
            {t("shell.first.tryDo")}
          </a>
        </li>
        {administrator && (
          <>
            <li>
              <span className="sn">2</span>
              <div className="grow">
                <h2>{t("shell.first.site")}</h2>
                <p className="muted">{t("shell.first.siteWhy")}</p>
              </div>
              <Link className="btn edge" to="/settings/web-chat">
                {t("shell.first.siteDo")}
              </Link>
            </li>
            <li>
              <span className="sn">3</span>
              <div className="grow">
                <h2>{t("shell.first.team")}</h2>
                <p className="muted">{t("shell.first.teamWhy")}</p>
              </div>
              <Link className="btn edge" to="/settings/people">
                {t("shell.first.teamDo")}
              </Link>
            </li>
          </>
        )}
      </ol>
    </div>
  );
}
