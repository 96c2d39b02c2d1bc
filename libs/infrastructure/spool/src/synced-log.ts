import { DomainError, GroupCommit, type Instant } from '@radiant/kernel';
import { diskRefused, ensurePrivateDirectory, isFileError } from './disk.js';
import { encodeFrame } from './frame.js';
import { checkLogName } from './segment.js';
import { createOnDisk, SegmentWriter, type CreateSegmentFile } from './segment-writer.js';

const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
/** What one write and one sync carry at most, in records. */
const MAX_BATCH = 1_000;
const MAX_WAITING = 20_000;

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
  private readonly commits: GroupCommit<Buffer>;
  private writer: SegmentWriter | undefined;
  private segments = 0;
  private closed = false;
  /** Writes and rotations, one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly directory: string,
    readonly name: string,
    private readonly maxSegmentBytes: number,
    private readonly createFile: CreateSegmentFile,
  ) {
    const limits = { maxBatch: MAX_BATCH, writers: 1, maxWaiting: MAX_WAITING };
    this.commits = new GroupCommit(limits, (frames) => this.inTurn(() => this.write(Buffer.concat(frames))));
  }

  /**
   * Makes the directory and the first segment, so that a directory that can't be written is known at once.
   * @throws DomainError `validation_error` for a bad name, `service_unavailable` when the disk refuses.
   */
  static async open(options: SyncedLogOptions): Promise<SyncedLog> {
    const { directory, name, maxSegmentBytes = DEFAULT_SEGMENT_BYTES, signal, createFile = createOnDisk } = options;
    checkLogName(name);
    await ensurePrivateDirectory(directory);
    const log = new SyncedLog(directory, name, maxSegmentBytes, createFile);
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
    const frame = encodeFrame(record);
    if (this.closed) throw new DomainError('service_unavailable', 'the log is closed');
    await this.commits.add(frame);
  }

  /** Ends the current segment, unless it is empty, so that it can be read to its end. Never rejects. */
  async rotate(): Promise<void> {
    await this.inTurn(async () => {
      if (this.writer && this.writer.size > 0) await this.end(this.writer);
    });
  }

  /** Resolves when everything appended so far is on disk or refused. Nothing is taken afterwards. Never rejects. */
  async close(): Promise<void> {
    this.closed = true;
    await this.commits.drained();
    await this.inTurn(async () => {
      if (this.writer) await this.end(this.writer);
    });
  }

  private async write(bytes: Buffer): Promise<void> {
    if (this.writer && this.writer.size > 0 && this.writer.size + bytes.length > this.maxSegmentBytes) {
      await this.end(this.writer);
    }
    const writer = this.writer ?? (await this.begin());
    try {
      await writer.append(bytes);
    } catch (error) {
      this.writer = undefined;
      await writer.discard();
      throw diskRefused(error);
    }
  }

  /** A new segment, under a number that neither this log nor another of the same moment has used. */
  private async begin(): Promise<SegmentWriter> {
    const { directory, name, startedAt, createFile } = this;
    for (;;) {
      this.segments += 1;
      const number = this.segments;
      try {
        this.writer = await SegmentWriter.create(
          { directory, name, startedAt, processId: process.pid, number, state: 'written' },
          createFile,
        );
        return this.writer;
      } catch (error) {
        if (!isFileError(error, 'EEXIST')) throw diskRefused(error);
      }
    }
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
