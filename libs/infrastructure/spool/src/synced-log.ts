import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, GroupCommit, type Instant } from '@radiant/kernel';
import { diskRefused, ensurePrivateDirectory, isFileError } from './disk.js';
import { encodeFrame } from './frame.js';
import { checkLogName, removeSegment, type Segment } from './segment.js';
import { SegmentStanding, type KeptState, type SpooledRecord } from './segment-standing.js';
import { createOnDisk, SegmentWriter, type CreateSegmentFile } from './segment-writer.js';

const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
/** What one write and one sync carry at most, in records. */
const MAX_BATCH = 1_000;
const MAX_WAITING = 20_000;

/** A record on its way to the disk, and then the segment it went into. */
interface Entry {
  readonly frame: Buffer;
  standing: SegmentStanding | undefined;
}

export interface SyncedLogOptions {
  /**
   * On a local disk of one host; made with mode 700. Several logs and processes may share it, under Linux also those of
   * several containers.
   */
  readonly directory: string;
  /** Begins the files' names: 1 to 64 of a-z, 0-9 and -, beginning with a letter. */
  readonly name: string;
  /** A segment is ended before it grows beyond this, in bytes; a single batch may be larger. Default: 64 MiB. */
  readonly maxSegmentBytes?: number;
  /** For records that nobody waits for: a write begins so long after the one before it at least, in ms. Default: 0. */
  readonly spacingMs?: number;
  /** Closes the log. */
  readonly signal?: AbortSignal;
  /** How a segment's file is created; for tests of a failing disk. */
  readonly createFile?: CreateSegmentFile;
}

/**
 * An append-only log of checksummed records on disk, in segments `<name>-<start ms>-<process id>-<number>.log` of mode
 * 600. Records that arrive while others are being synced share the next write and sync. Every opened log begins a
 * segment of its own; what others left is read with `readSegments`.
 *
 * A write that fails ends its segment, since nothing may follow a torn record, and the next batch begins another one.
 * A record that was refused may nevertheless be found later: consumers tell repetitions by an id within the record.
 */
export class SyncedLog {
  private readonly startedAt: Instant = Date.now();
  private readonly commits: GroupCommit<Entry>;
  private writer: SegmentWriter | undefined;
  /** Of this log's segments, by number, until they are carried or removed. */
  private readonly standings = new Map<number, SegmentStanding>();
  private waiting: (() => void)[] = [];
  private segments = 0;
  private closed = false;
  /** Writes and rotations, one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  readonly directory: string;
  readonly name: string;
  private readonly maxSegmentBytes: number;
  private readonly createFile: CreateSegmentFile;

  private constructor({ directory, name, maxSegmentBytes, spacingMs = 0, createFile }: SyncedLogOptions) {
    this.directory = directory;
    this.name = name;
    this.maxSegmentBytes = maxSegmentBytes ?? DEFAULT_SEGMENT_BYTES;
    this.createFile = createFile ?? createOnDisk;
    const spacing = spacingMs > 0 ? { spacing: () => pause(spacingMs) } : {};
    const limits = { maxBatch: MAX_BATCH, writers: 1, maxWaiting: MAX_WAITING, ...spacing };
    this.commits = new GroupCommit(limits, (entries) => this.inTurn(() => this.write(entries)));
  }

  /**
   * Makes the directory and the first segment, so that a directory that can't be written is known at once.
   * @throws DomainError `validation_error` for a bad name, `service_unavailable` when the disk refuses.
   */
  static async open(options: SyncedLogOptions): Promise<SyncedLog> {
    const { directory, name, signal } = options;
    checkLogName(name);
    await ensurePrivateDirectory(directory);
    const log = new SyncedLog(options);
    await log.inTurn(() => log.begin());
    signal?.addEventListener('abort', () => void log.close(), { once: true });
    if (signal?.aborted) await log.close();
    return log;
  }

  /**
   * Resolves when the record is on disk.
   * @throws DomainError `service_unavailable` when the disk refuses, when too much is waiting and when the log is closed;
   * `validation_error` for a record of several lines; `payload_too_large`.
   */
  async append(record: string): Promise<void> {
    (await this.commit(record)).need();
  }

  /** As `append`, for a record that is put elsewhere as well: the caller says whether it came to be kept there. */
  async appendUntilKept(record: string): Promise<SpooledRecord> {
    return (await this.commit(record)).record();
  }

  /**
   * Ends the current segment when the disk alone holds some of its records, so that it can be read to its end. Never
   * rejects.
   */
  async rotate(): Promise<void> {
    await this.inTurn(async () => {
      const { writer } = this;
      if (writer && this.standings.get(writer.segment.number)?.needed) await this.end(writer);
    });
  }

  /** Resolves when of every record so far it is known whether it is kept elsewhere. */
  async decided(): Promise<void> {
    while (this.hasUndecided()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Whether the disk alone holds some of this log's records, so that a replay has something to carry. */
  get needsReplay(): boolean {
    for (const { needed } of this.standings.values()) if (needed) return true;
    return false;
  }

  /** What became of a segment's records; undefined for what another log wrote. */
  standingOf({ startedAt, processId, number }: Segment): KeptState | undefined {
    if (startedAt !== this.startedAt || processId !== process.pid) return undefined;
    return this.standings.get(number)?.state;
  }

  /** A segment was carried or removed. */
  forget({ startedAt, processId, number }: Segment): void {
    if (startedAt === this.startedAt && processId === process.pid) this.standings.delete(number);
  }

  /**
   * Resolves when everything appended so far is on disk or refused; segments that nobody needs any more are deleted.
   * Nothing is taken afterwards. Never rejects.
   */
  async close(): Promise<void> {
    this.closed = true;
    await this.commits.drained();
    await this.inTurn(async () => {
      if (this.writer) await this.end(this.writer);
      for (const [number, { state }] of this.standings) {
        if (state === 'kept') await removeSegment(this.segment(number)).catch(() => false);
      }
    });
  }

  private hasUndecided(): boolean {
    return [...this.standings.values()].some(({ state }) => state === 'undecided');
  }

  private tellDecided(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private async commit(record: string): Promise<SegmentStanding> {
    const entry: Entry = { frame: encodeFrame(record), standing: undefined };
    if (this.closed) throw new DomainError('service_unavailable', 'the log is closed');
    await this.commits.add(entry);
    if (!entry.standing) throw new DomainError('internal_error', 'a record went into no segment');
    return entry.standing;
  }

  private async write(entries: readonly Entry[]): Promise<void> {
    const bytes = Buffer.concat(entries.map(({ frame }) => frame));
    if (this.writer && this.writer.size > 0 && this.writer.size + bytes.length > this.maxSegmentBytes) {
      await this.end(this.writer);
    }
    const writer = this.writer ?? (await this.begin());
    try {
      await writer.append(bytes);
      const standing = this.standings.get(writer.segment.number);
      for (const entry of entries) entry.standing = standing;
    } catch (error) {
      this.writer = undefined;
      await writer.discard();
      throw diskRefused(error);
    }
  }

  /** A new segment, under a number that neither this log nor another of the same moment has used. */
  private async begin(): Promise<SegmentWriter> {
    for (;;) {
      this.segments += 1;
      const number = this.segments;
      try {
        this.writer = await SegmentWriter.create(this.segment(number), this.createFile);
        this.standings.set(number, new SegmentStanding(() => this.tellDecided()));
        return this.writer;
      } catch (error) {
        if (!isFileError(error, 'EEXIST')) throw diskRefused(error);
      }
    }
  }

  private segment(number: number): Segment {
    const { directory, name, startedAt } = this;
    return { directory, name, startedAt, processId: process.pid, number, state: 'written' };
  }

  private async end(writer: SegmentWriter): Promise<void> {
    this.writer = undefined;
    await writer.close();
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
