interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A chain with more holes than this is beyond a list of them. */
const MOST_GAPS = 1_000;

/** The sequences that were passed over, until their rows turn up after all. */
export class MissingRows {
  private gaps: Gap[] = [];

  passed(from: number, to: number): void {
    if (this.gaps.length < MOST_GAPS) this.gaps.push({ from, to });
  }

  /** @returns whether the sequence was missing; now it is not. */
  turnedUp(sequence: number): boolean {
    const index = this.gaps.findIndex(({ from, to }) => from <= sequence && sequence <= to);
    const gap = this.gaps[index];
    if (!gap) return false;
    const rest = [
      { from: gap.from, to: sequence - 1 },
      { from: sequence + 1, to: gap.to },
    ];
    this.gaps.splice(index, 1, ...rest.filter(({ from, to }) => from <= to));
    return true;
  }

  /** What never came. */
  get left(): readonly Gap[] {
    return this.gaps;
  }
}
