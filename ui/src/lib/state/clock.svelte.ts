/** The time as ages and times left see it; moves once a second. */
export class Clock {
  now = $state(Date.now());
  #timer: ReturnType<typeof setInterval> | null = null;

  start(): () => void {
    this.#timer ??= setInterval(() => (this.now = Date.now()), 1000);
    return () => {
      if (this.#timer !== null) clearInterval(this.#timer);
      this.#timer = null;
    };
  }
}
