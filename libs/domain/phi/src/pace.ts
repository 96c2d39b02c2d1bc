/** About as many microseconds of work. */
const STEPS = 8_192;

/** Cuts long work into turns of the event loop. Ordinary calls end before the first pause. */
export class Pace {
  private steps = 0;

  constructor(private readonly pause: () => Promise<void>) {}

  /** Told of every piece of work, about a microsecond a step; what it returns is to be awaited before the next. */
  after(steps: number): Promise<void> | undefined {
    this.steps += steps;
    if (this.steps < STEPS) return undefined;
    this.steps = 0;
    return this.pause();
  }
}
