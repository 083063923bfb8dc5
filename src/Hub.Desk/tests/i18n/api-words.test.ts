import { expect, test } from "vitest";
import {
  attendeeAnswers,
  dispositions,
  invitationMethods,
  mailMarks,
  protectionStandards,
  receivedCodes,
} from "../../src/api/mail";
import { texts } from "../../src/i18n";
import { views } from "../../src/realtime/merge";
import { settingsTexts } from "../../src/settings/words";
import type { Preset } from "../../src/tickets/send-later";

/** What the contract says a server may refuse with, where mail is concerned. */
const problems = [
  "send_at_invalid",
  "send_later_mail_only",
  "delivery_gone",
  "mail_refused",
  "mail_unavailable",
  "mail_no_server",
  "address_invalid",
  "address_taken",
  "server_invalid",
  "signature_too_long",
  "acknowledgement_too_long",
  "recipient_invalid",
  "recipients_missing",
  "recipients_too_many",
  "recipient_ours",
  "recipient_is_customer",
  "participant_unknown",
] as const;

const presets: Preset["id"][] = ["hour", "evening", "tomorrow", "monday"];

for (const language of ["en", "fr"] as const) {
  const { ui, tickets, shell, protection, invitation } = texts[language];
  const { received } = settingsTexts[language].settings;

  test(`every refusal about mail has words of ours (${language})`, () => {
    for (const code of problems) expect(ui.problem[code], code).toBeTruthy();
  });

  test(`every mark has a word and an explanation (${language})`, () => {
    for (const mark of mailMarks) {
      expect(tickets.mark[mark], mark).toBeTruthy();
      expect(tickets.markWhy[mark], mark).toBeTruthy();
    }
  });

  test(`every protection, and every kind of invitation and answer, has a word (${language})`, () => {
    for (const standard of protectionStandards) expect(protection[standard], standard).toBeTruthy();
    for (const method of invitationMethods) expect(invitation.method[method], method).toBeTruthy();
    for (const answer of attendeeAnswers) expect(invitation.answer[answer], answer).toBeTruthy();
  });

  test(`whatever became of a mail has a word and an explanation (${language})`, () => {
    for (const disposition of dispositions) {
      expect(received.disposition[disposition], disposition).toBeTruthy();
      expect(received.why[disposition], disposition).toBeTruthy();
    }
  });

  test(`every reason of a received mail has a sentence (${language})`, () => {
    for (const code of receivedCodes) expect(received.code[code], code).toBeTruthy();
  });

  test(`every view has a name and something to say when it is empty (${language})`, () => {
    for (const view of views) {
      expect(shell.views[view], view).toBeTruthy();
      expect(tickets.none[view], view).toBeTruthy();
    }
  });

  test(`every time to send at has a name (${language})`, () => {
    for (const preset of presets) expect(tickets.later[preset], preset).toBeTruthy();
  });
}
