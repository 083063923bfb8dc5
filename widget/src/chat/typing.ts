const repeatAfter = 3000;
const idleAfter = 4000;
/** Longer than a repeat, so that a lost "stopped" does not leave somebody typing for ever. */
const forgetAfter = 8000;

/** Tells the server that the visitor types: at most every 3 s, and once that he stopped, 4 s after the last key. */
export class TypingOut {
  #toldAt = Number.NEGATIVE_INFINITY;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly tell: (on: boolean) => void,
    private readonly now: () => number = Date.now,
  ) {}

  touch(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), idleAfter);
    if (this.now() - this.#toldAt < repeatAfter) return;
    this.#toldAt = this.now();
    this.tell(true);
  }

  /** On sending, on clearing the field, and by itself. */
  stop(): void {
    clearTimeout(this.#idle);
    if (this.#toldAt === Number.NEGATIVE_INFINITY) return;
    this.#toldAt = Number.NEGATIVE_INFINITY;
    this.tell(false);
  }
}

/** Who types on the other side. */
export class TypingIn {
  #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly changed: (names: readonly string[]) => void) {}

  set(name: string, on: boolean): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    if (on)
      this.#timers.set(
        name,
        setTimeout(() => this.set(name, false), forgetAfter),
      );
    this.changed([...this.#timers.keys()]);
  }

  clear(): void {
    for (const name of [...this.#timers.keys()]) this.set(name, false);
  }
}
