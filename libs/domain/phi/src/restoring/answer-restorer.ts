import { beginsAddress, isInAddress } from './addresses.js';
import { inJson, inProse, JsonWithin } from './json-within.js';
import { StreamRestorer } from './restore.js';

/**
 * Puts originals back into what people are shown, but not into addresses that a model writes: who opens the link, or a
 * page that loads the picture, would send them to a host of the model's choice. In JSON that stands within a text they are
 * written as its strings want them.
 */
export class AnswerRestorer extends StreamRestorer {
  private readonly json = new JsonWithin();
  /** What stood before the JSON that began last. */
  private beforeJson = '';

  protected override stays(text: string, start: number, end: number, ended: boolean): boolean | 'more' {
    if (isInAddress(this.beforeIn(text, start), this.isInJson)) return true;
    if (this.json.isUnbroken && isInAddress(this.beforeJson, false)) return true; // `https://…?q={"a":"…`
    return beginsAddress(text, end, ended);
  }

  protected override follow(text: string, from: number, to: number): void {
    if (this.escaping !== 'none') return;
    const begun = this.json.read(text, from, to);
    if (begun >= 0) this.beforeJson = this.beforeIn(text, begun);
  }

  protected override written(original: string): string {
    return this.isInJson ? inJson(original) : inProse(original);
  }

  private get isInJson(): boolean {
    return this.escaping === 'json' || this.json.inString;
  }
}

/** Puts originals back into the arguments with which an answer calls a tool: they go to a program, addresses too. */
export class ArgumentsRestorer extends StreamRestorer {
  constructor(originals: ReadonlyMap<string, string>) {
    super(originals, 'json');
  }

  protected override written(original: string): string {
    return inJson(original);
  }
}
