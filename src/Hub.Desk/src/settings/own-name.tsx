import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery } from "../agents/agents";
import { explain } from "../api/explain";
import { queryClient } from "../api/queries";
import { changeSelf } from "../session/account";
import { Button, Field, Status } from "../ui";

/** The own name, saved by Enter or by the button that appears once it differs. */
export function OwnName({ name }: { name: string }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(name);
  const saving = useMutation({
    mutationFn: changeSelf,
    onSuccess: ({ user }) => {
      setDraft(user.name);
      void queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey });
    },
  });
  const changed = draft.trim() !== name;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (changed && !saving.isPending) saving.mutate({ name: draft });
  }

  return (
    <form onSubmit={submit}>
      <Field
        label={t("settings.profile.name")}
        hint={t("settings.profile.nameHint")}
        error={saving.error && explain(saving.error, t)}
      >
        {(control) => (
          <div className="with-button">
            <input
              {...control}
              className="input"
              autoComplete="name"
              maxLength={100}
              value={draft}
              onChange={(event) => {
                setDraft(event.target.value);
                saving.reset();
              }}
            />
            {changed && (
              <Button type="submit" look="main" busy={saving.isPending}>
                {t("ui.save")}
              </Button>
            )}
            <span role="status">{saving.isSuccess && !changed && <Status shape="ok">{t("ui.saved")}</Status>}</span>
          </div>
        )}
      </Field>
    </form>
  );
}
