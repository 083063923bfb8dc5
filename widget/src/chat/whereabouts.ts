const pause = 2000;

/** Tells the server on which page the visitor is now, where the host's page changes its address without loading anew: at most every 2 s. */
export class Whereabouts {
  #told: string | undefined;
  #page: string | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    /** False where it could not be said. */
    private readonly tell: (page: string) => boolean,
    /** There is a conversation: before that nobody asks where somebody is. */
    private readonly talks: () => boolean,
  ) {}

  /** A line begins, and says this by itself. */
  begin(page: string | undefined): void {
    this.#told = page;
  }

  go(page: string): void {
    this.#page = page;
    if (!this.#pause && this.talks()) this.say();
  }

  /** Says it now, where it is news. */
  say(): void {
    if (!this.#page || this.#page === this.#told) return;
    if (this.tell(this.#page)) this.#told = this.#page;
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      if (this.talks()) this.say();
    }, pause);
  }
}
