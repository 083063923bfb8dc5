const first = 400;
const most = 10_000;

/**
 * How long to wait before the next attempt, in ms: doubles up to ten seconds, and each desk draws its own
 * moment in the upper half, so that five hundred desks do not come back in the same instant.
 */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(most, first * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
