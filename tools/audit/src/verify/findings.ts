/** How many are kept for the report; the number of all is known. */
const MOST_LISTED = 1_000;

/** What is wrong, and where. */
export interface Finding {
  /** Of the file within the folder. */
  readonly file: string;
  /** Of the row concerned; undefined where it is about the whole file. */
  readonly sequence?: number;
  readonly message: string;
}

/** The list of what is wrong. */
export class Findings {
  private readonly listed: Finding[] = [];
  private total = 0;

  add(file: string, message: string, sequence?: number): void {
    this.total += 1;
    if (this.listed.length < MOST_LISTED)
      this.listed.push({ file, message, ...(sequence !== undefined && { sequence }) });
  }

  /** Takes over a number beyond those that are listed. */
  addUnlisted(count: number): void {
    this.total += count;
  }

  get count(): number {
    return this.total;
  }

  get list(): readonly Finding[] {
    return this.listed;
  }
}
