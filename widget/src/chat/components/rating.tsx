import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import type { Session } from "../session";
import "../styles/reception.css";

const scores = [1, 2, 3, 4, 5];

/** How was it? Asked when the conversation is over; the last word counts. */
export function Rating({ session }: { session: Session }) {
  const words = t.value;
  const rated = session.reception.value.rated;
  const score = useSignal(rated ?? 0);
  const comment = useSignal("");
  const said = useSignal(rated !== undefined);
  const trouble = useSignal(false);

  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (score.value === 0) return;
    try {
      await session.rate(score.value, comment.value.trim());
      said.value = true;
      trouble.value = false;
    } catch {
      trouble.value = true;
    }
  };

  if (said.value) {
    return (
      <p class="note" role="status">
        {words.ratedThanks(score.value)}{" "}
        <button type="button" class="word" onClick={() => (said.value = false)}>
          {words.edit}
        </button>
      </p>
    );
  }
  return (
    <form class="card rating" onSubmit={send}>
      <fieldset>
        <legend>{words.rateTitle}</legend>
        <div class="stars">
          {scores.map((value) => (
            <label key={value} class={value <= score.value ? "lit" : ""}>
              <input
                type="radio"
                name="score"
                class="hidden"
                checked={score.value === value}
                onChange={() => (score.value = value)}
              />
              <svg width="28" height="28" viewBox="0 0 20 20" aria-hidden="true">
                <path d="m10 2.6 2.2 4.7 5.1.7-3.7 3.6.9 5.1-4.5-2.5-4.5 2.5.9-5.1L2.7 8l5.1-.7z" />
              </svg>
              <span class="hidden">{words.stars(value)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {score.value > 0 && (
        <>
          <textarea
            rows={2}
            maxLength={2000}
            aria-label={words.rateWhy}
            placeholder={words.rateWhy}
            dir="auto"
            value={comment.value}
            onInput={(event) => (comment.value = event.currentTarget.value)}
          />
          <button type="submit" class="button">
            {words.send}
          </button>
        </>
      )}
      <p class="trouble" role="alert">
        {trouble.value && words.saveFailed}
      </p>
    </form>
  );
}
