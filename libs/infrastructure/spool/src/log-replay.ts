import { DomainError } from '@radiant/kernel';
import { claimSegment, fileNameOf, listSegments, removeSegment, setSegmentAside, type Segment } from './segment.js';
import { isBeingWritten } from './segment-owner.js';
import { readSegment, type SegmentEntry } from './segment-reader.js';
import type { SyncedLog } from './synced-log.js';

/** How many rows are offered at once, so that the sink can write them together. */
const ROWS_AT_ONCE = 500;

/** Something in a segment that is no row of the log. */
export interface SegmentDamage {
  /** The file's name when it was found. */
  readonly segment: string;
  /** In bytes from the start of the file. */
  readonly offset: number;
  /** `corrupt`: the checksum does not fit. `foreign`: a whole record that is no such row. */
  readonly kind: 'corrupt' | 'foreign';
}

export interface ReplayResult {
  /** Rows that the sink accepted. */
  readonly rows: number;
  /** Segments deleted, all their rows being accepted. */
  readonly segments: number;
  /** Bytes of writes that were cut off, and so never acknowledged. */
  readonly tornBytes: number;
  /** What was found damaged now. All rows that could be read were accepted all the same. */
  readonly damaged: readonly SegmentDamage[];
  /** Names of all files that are kept because of damage, found now or earlier: as long as there are any, alarm. */
  readonly setAside: readonly string[];
  /** Segments kept for the next time because the sink refused a row of theirs for what it holds. */
  readonly refused: readonly string[];
}

interface Tally {
  rows: number;
  segments: number;
  tornBytes: number;
  readonly damaged: SegmentDamage[];
  readonly refused: string[];
}

/**
 * Carries rows that only the disk holds to where they belong. Call it at start and periodically. Of this process's own
 * segments those whose rows are all kept elsewhere are deleted unread.
 */
export class LogReplay<Row> {
  /**
   * @param log the one that this process writes.
   * @param parse the row of a record; throws DomainError for what is none.
   */
  constructor(
    private readonly log: SyncedLog,
    private readonly parse: (record: string) => Row,
  ) {}

  /**
   * Appends every row of every segment that no process writes any more, the log's own current one included, and deletes a
   * segment when all its rows were accepted. Repeating it changes nothing. Damaged segments are kept and reported.
   * @param append puts a row where it belongs; never into this log again. A row that is there already changes nothing.
   * @throws DomainError `service_unavailable` when the disk refuses; what `append` throws, unless it is a DomainError of
   * another code, which is about a row alone. What was not accepted stays.
   */
  async replay(append: (row: Row) => Promise<void>): Promise<ReplayResult> {
    await this.log.rotate();
    const tally: Tally = { rows: 0, segments: 0, tornBytes: 0, damaged: [], refused: [] };
    for (const segment of await this.claimed()) await carry(segment, this.parse, append, tally);
    return { ...tally, setAside: await this.setAside() };
  }

  private async claimed(): Promise<Segment[]> {
    const claimed: Segment[] = [];
    for (const segment of await listSegments(this.log.directory, this.log.name)) {
      if (segment.state === 'claimed') claimed.push(segment);
      if (segment.state !== 'written' || (await isBeingWritten(segment))) continue;
      const standing = this.log.standingOf(segment);
      if (standing === 'undecided') continue; // its records are on their way; the next time it is known
      if (standing === 'kept') await removeSegment(segment);
      else {
        const taken = await claimSegment(segment);
        if (taken) claimed.push(taken);
      }
      this.log.forget(segment);
    }
    return claimed;
  }

  private async setAside(): Promise<string[]> {
    const all = await listSegments(this.log.directory, this.log.name);
    return all.filter(({ state }) => state === 'damaged').map(fileNameOf);
  }
}

async function carry<Row>(
  segment: Segment,
  parse: (record: string) => Row,
  append: (row: Row) => Promise<void>,
  tally: Tally,
): Promise<void> {
  const damaged: SegmentDamage[] = [];
  let refused = 0;
  let waiting: Row[] = [];
  const flush = async (): Promise<void> => {
    const accepted = await offer(waiting, append);
    tally.rows += accepted;
    refused += waiting.length - accepted;
    waiting = [];
  };
  for await (const entry of readSegment(segment)) {
    const row = entry.kind === 'record' ? rowOf(entry.record, parse) : undefined;
    if (row !== undefined) waiting.push(row);
    else if (entry.kind === 'torn') tally.tornBytes += entry.bytes;
    else damaged.push(damageOf(entry));
    if (waiting.length === ROWS_AT_ONCE) await flush();
  }
  await flush();
  tally.damaged.push(...damaged);
  if (refused > 0) tally.refused.push(fileNameOf(segment));
  else if (damaged.length > 0) await setSegmentAside(segment);
  else if (await removeSegment(segment)) tally.segments += 1;
}

/** @returns how many rows were accepted. @throws what `append` throws when it is not about a row. */
async function offer<Row>(rows: readonly Row[], append: (row: Row) => Promise<void>): Promise<number> {
  const outcomes = await Promise.allSettled(rows.map((row) => append(row)));
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
  for (const { reason } of refusals) {
    if (!(reason instanceof DomainError) || reason.code === 'service_unavailable') throw reason;
  }
  return rows.length - refusals.length;
}

function rowOf<Row>(record: string, parse: (record: string) => Row): Row | undefined {
  try {
    return parse(record);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

const damageOf = ({ segment, offset, kind }: SegmentEntry): SegmentDamage => ({
  segment: fileNameOf(segment),
  offset,
  kind: kind === 'record' ? 'foreign' : 'corrupt',
});
