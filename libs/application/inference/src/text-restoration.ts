import { StreamRestorer, type Escaping } from '@radiant/phi';

/** Puts originals back into whole texts and counts them. */
export class TextRestoration {
  private count = 0;

  constructor(private readonly originals: ReadonlyMap<string, string>) {}

  /** How many placeholders have been replaced so far. */
  get restored(): number {
    return this.count;
  }

  /** Whether there is nothing to put back. */
  get isEmpty(): boolean {
    return this.originals.size === 0;
  }

  restore(text: string, escaping: Escaping): string {
    if (this.isEmpty) return text;
    const restorer = new StreamRestorer(this.originals, escaping);
    const restored = restorer.push(text) + restorer.end();
    this.count += restorer.restored;
    return restored;
  }
}
