/** A record on disk of which it will be said whether it is kept elsewhere. Say one of the two, once. */
export interface SpooledRecord {
  /** It is kept elsewhere: the disk need not hold it any more. */
  readonly kept: () => void;
  /** The disk alone holds it, until a replay carries it. */
  readonly missed: () => void;
}

/**
 * What became of the records of a segment that this process writes. `kept`: all are kept elsewhere, so the file can go
 * unread. `undecided`: of some nobody knows yet. `needed`: the disk alone holds some.
 */
export type KeptState = 'kept' | 'undecided' | 'needed';

/** Counts what is said of a segment's records. */
export class SegmentStanding {
  private undecided = 0;
  private some = false;

  /** @param decided told whenever nothing is undecided any more. */
  constructor(private readonly decided: () => void) {}

  get state(): KeptState {
    if (this.undecided > 0) return 'undecided';
    return this.some ? 'needed' : 'kept';
  }

  /** Whether the disk alone holds some, whatever becomes of the others. */
  get needed(): boolean {
    return this.some;
  }

  /** A record that a replay has to carry. */
  need(): void {
    this.some = true;
  }

  /** One more record is on disk. */
  record(): SpooledRecord {
    this.undecided += 1;
    let said = false;
    const say = (kept: boolean): void => {
      if (said) return;
      said = true;
      this.undecided -= 1;
      if (!kept) this.some = true;
      if (this.undecided === 0) this.decided();
    };
    return { kept: () => say(true), missed: () => say(false) };
  }
}
