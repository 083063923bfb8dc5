import { useTranslation } from "react-i18next";
import { Button, Choice, Icon } from "../../../ui";
import { Setting } from "../../page";
import type { SiteLanguage } from "../sites";
import {
  freshKey,
  hasOptions,
  hasWords,
  type QuestionDraft,
  type QuestionKind,
  questionKinds,
  type ReceptionDraft,
} from "./draft";

const most = 8;

interface Props {
  draft: ReceptionDraft;
  language: SiteLanguage;
  error?: string;
  edit: (change: Partial<ReceptionDraft>) => void;
}

/** What is asked before the chat, in its order. */
export function Questions({ draft, language, error, edit }: Props) {
  const { t } = useTranslation();
  const { questions } = draft;
  const set = (next: QuestionDraft[]) => edit({ questions: next });
  const start: QuestionDraft[] = [
    { key: "name", kind: "name", required: true, labels: {}, options: {}, optionKeys: [] },
    { key: "email", kind: "email", required: false, labels: {}, options: {}, optionKeys: [] },
  ];
  const add = () => {
    const key = freshKey(
      "q",
      questions.map((one) => one.key),
      questions.length,
    );
    set([...questions, { key, kind: "text", required: false, labels: {}, options: {}, optionKeys: [] }]);
  };
  const move = (at: number, by: number) => {
    const next = [...questions];
    const [one] = next.splice(at, 1);
    if (one) next.splice(at + by, 0, one);
    set(next);
  };

  return (
    <Setting id="questions">
      <Choice
        label={t("settings.webChat.questions")}
        hint={t("settings.webChat.questionsHint")}
        value={draft.when}
        options={(["never", "away", "always"] as const).map((value) => ({
          value,
          label: t(`settings.webChat.asks.${value}`),
        }))}
        onChange={(when) => edit({ when, ...(questions.length === 0 && when !== "never" && { questions: start }) })}
      />
      {draft.when !== "never" && (
        <>
          <ol className="questions">
            {questions.map((question, at) => (
              <Question
                key={question.key}
                question={question}
                language={language}
                place={at + 1}
                change={(change) => set(questions.map((one, each) => (each === at ? { ...one, ...change } : one)))}
                up={at > 0 ? () => move(at, -1) : undefined}
                down={at < questions.length - 1 ? () => move(at, 1) : undefined}
                remove={() => set(questions.filter((_, each) => each !== at))}
              />
            ))}
          </ol>
          {questions.length < most && <Button onClick={add}>{t("settings.webChat.addQuestion")}</Button>}
          <div aria-live="polite">{error && <p className="field-error">{error}</p>}</div>
        </>
      )}
    </Setting>
  );
}

interface QuestionProps {
  question: QuestionDraft;
  language: SiteLanguage;
  place: number;
  change: (change: Partial<QuestionDraft>) => void;
  up: (() => void) | undefined;
  down: (() => void) | undefined;
  remove: () => void;
}

function Question({ question, language, place, change, up, down, remove }: QuestionProps) {
  const { t } = useTranslation();
  const { kind, required, labels, options } = question;
  return (
    <li>
      <fieldset>
        <legend className="sr">{t("settings.webChat.question", { place })}</legend>
        <div className="question-head">
          <select
            className="input"
            aria-label={t("settings.webChat.questionKind")}
            value={kind}
            onChange={(event) => change({ kind: event.target.value as QuestionKind })}
          >
            {questionKinds.map((one) => (
              <option key={one} value={one}>
                {t(`settings.webChat.kinds.${one}`)}
              </option>
            ))}
          </select>
          <label className="grow">
            <input
              type="checkbox"
              checked={required}
              onChange={(event) => change({ required: event.target.checked })}
            />
            {t("settings.webChat.required")}
          </label>
          <Act icon="up" label={t("settings.webChat.moveUp", { place })} run={up} />
          <Act icon="down" label={t("settings.webChat.moveDown", { place })} run={down} />
          <Act icon="trash" label={t("settings.webChat.dropQuestion", { place })} run={remove} />
        </div>
        {hasWords(kind) && (
          <input
            className="input"
            lang={language}
            maxLength={120}
            aria-label={t("settings.webChat.questionText")}
            placeholder={t("settings.webChat.questionText")}
            value={labels[language] ?? ""}
            onChange={(event) => change({ labels: { ...labels, [language]: event.target.value } })}
          />
        )}
        {hasOptions(kind) && (
          <textarea
            className="input"
            lang={language}
            rows={Math.max(3, (options[language] ?? "").split("\n").length)}
            aria-label={t("settings.webChat.questionOptions")}
            placeholder={t("settings.webChat.questionOptions")}
            value={options[language] ?? ""}
            onChange={(event) => change({ options: { ...options, [language]: event.target.value } })}
          />
        )}
      </fieldset>
    </li>
  );
}

const Act = ({ icon, label, run }: { icon: "up" | "down" | "trash"; label: string; run: (() => void) | undefined }) => (
  <button type="button" className="btn sq" aria-label={label} title={label} disabled={!run} onClick={run}>
    <Icon name={icon} />
  </button>
);
