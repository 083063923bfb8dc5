/** Resolves after `ms`. */
export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * Milliseconds to wait before the next attempt after `failures` in a row: 0.3 s doubling up to 8 s, of which a random
 * half is kept, so that the visitors of a restarted server do not all come back in the same instant.
 */
export function retryDelay(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(8000, 300 * 2 ** Math.max(0, failures - 1));
  return ceiling * (0.5 + random() / 2);
}

/** `work`, or a rejection when it takes longer than `ms`. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
