/** Open, close, and what follows the number of unread answers. Everything else is said inside the frame. */
export const words = (locale: string) =>
  /^fr/i.test(locale)
    ? (["Ouvrir le chat", "Fermer le chat", "non lu"] as const)
    : (["Open chat", "Close chat", "unread"] as const);
