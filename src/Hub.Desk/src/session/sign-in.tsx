import { useTranslation } from "react-i18next";
import { usePageTitle } from "../ui/page-title";
import { Front } from "./front";
import { SignInForm } from "./sign-in-form";

export function SignIn({ hub }: { hub: string }) {
  const { t } = useTranslation();
  usePageTitle(t("session.title"), hub);
  return (
    <Front title={t("session.to", { hub })} lead={t("session.lead")}>
      <SignInForm />
      <p className="front-help">{t("session.help")}</p>
    </Front>
  );
}
