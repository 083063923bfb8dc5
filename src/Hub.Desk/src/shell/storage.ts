/** localStorage that never throws: private windows and full disks must not stop anybody from answering. */
export const storage = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Kept in memory only; nothing else can be done here.
    }
  },
  readJson<T>(key: string, otherwise: T): T {
    const text = storage.read(key);
    if (text === null) return otherwise;
    try {
      return JSON.parse(text) as T;
    } catch {
      return otherwise;
    }
  },
};
