import { constants, statSync } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { PRIVATE_FILE, syncDirectory } from './disk.js';
import { pathOf, type Segment } from './segment.js';
import { holdOpen } from './segment-owner.js';

interface Identity {
  readonly dev: number;
  readonly ino: number;
}

/** What is asked of an open file; `FileHandle` of node:fs is one. */
export interface SegmentFile {
  /** What it says is written is durable. May write less than all of it. */
  write(bytes: Uint8Array, offset: number): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  stat(): Promise<Identity>;
  close(): Promise<void>;
}

/** Creates a file for appending; rejects when there is one. Tests put a failing disk here. */
export type CreateSegmentFile = (file: string) => Promise<SegmentFile>;

/** O_DSYNC: one call of the system writes and syncs, where two would be two trips to a thread. */
const APPEND_DURABLY =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC;

export const createOnDisk: CreateSegmentFile = (file) => open(file, APPEND_DURABLY, PRIVATE_FILE);

/** One segment, from its creation to its end. The first write that fails is its last. */
export class SegmentWriter {
  private length = 0;
  private readonly path: string;

  private constructor(
    readonly segment: Segment,
    private readonly file: SegmentFile,
    private readonly identity: Identity,
    private readonly release: () => void,
  ) {
    this.path = pathOf(segment);
  }

  /** Creates the file durably, name and all. Rejects with the system's error; `EEXIST` when there is one. */
  static async create(segment: Segment, createFile: CreateSegmentFile): Promise<SegmentWriter> {
    const release = holdOpen(pathOf(segment)); // first, so that nobody here takes it for abandoned
    try {
      const file = await createFile(pathOf(segment));
      return await SegmentWriter.begin(segment, file, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  private static async begin(segment: Segment, file: SegmentFile, release: () => void): Promise<SegmentWriter> {
    try {
      const { dev, ino } = await file.stat();
      await syncDirectory(segment.directory);
      return new SegmentWriter(segment, file, { dev, ino }, release);
    } catch (error) {
      await unlink(pathOf(segment)).catch(ignored);
      await file.close().catch(ignored);
      throw error;
    }
  }

  /** Bytes of records that are on disk. */
  get size(): number {
    return this.length;
  }

  /** Durable when it resolves, under the segment's name. After a rejection only `discard` may be called. */
  async append(bytes: Uint8Array): Promise<void> {
    let offset = 0;
    while (offset < bytes.length) {
      const { bytesWritten } = await this.file.write(bytes, offset);
      if (bytesWritten === 0) throw new Error('the disk takes nothing');
      offset += bytesWritten;
    }
    // a file that was removed or claimed for reading keeps nothing for later: see claimSegment
    const found = statSync(this.path, { throwIfNoEntry: false }); // microseconds; a promise costs ten times as much
    if (found?.dev !== this.identity.dev || found.ino !== this.identity.ino)
      throw new Error('the segment was replaced');
    this.length += bytes.length;
  }

  /** Ends a segment whose records are all on disk. One without records is not left behind. */
  async close(): Promise<void> {
    if (this.length === 0) await unlink(this.path).catch(ignored);
    await this.file.close().catch(ignored);
    this.release();
  }

  /** Ends a segment after a failure, without what was refused as far as the disk still allows. */
  async discard(): Promise<void> {
    if (this.length > 0) await this.file.truncate(this.length).catch(ignored);
    await this.close();
  }
}

/** Everything acknowledged is synced already, and a torn end is told from a record by its checksum. */
const ignored = (): void => undefined;
