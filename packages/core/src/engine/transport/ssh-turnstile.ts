/** An sshd drops connections at random from ten on that have not logged in yet (`MaxStartups 10:30:100`). */
const AT_ONCE = 6;
/** One that has not got through after so long holds up nobody else. */
const PATIENCE_MS = 2_000;

/** Lets a few connections to one host log in at a time. */
export class SshTurnstile {
  readonly #waiting: (() => void)[] = [];
  #passing = 0;

  /** Calls `enter` when it is its turn; what it is given ends the turn, and does so by itself after a while. */
  pass(enter: (leave: () => void) => void): void {
    if (this.#passing >= AT_ONCE) {
      this.#waiting.push(() => this.pass(enter));
      return;
    }
    this.#passing += 1;
    let over = false;
    const leave = () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      this.#passing -= 1;
      this.#waiting.shift()?.();
    };
    const timer = setTimeout(leave, PATIENCE_MS).unref();
    enter(leave);
  }
}
