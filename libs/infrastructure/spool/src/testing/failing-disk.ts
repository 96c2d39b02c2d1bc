import { createOnDisk, type CreateSegmentFile, type SegmentFile } from '../segment-writer.js';

type Operation = 'create' | 'write' | 'truncate';

/** A disk that fails when it is told to, and is a real one otherwise. */
export class FailingDisk {
  /** The next of these operations fail, with this code. */
  failing: Partial<Record<Operation, string>> = {};
  /** How many bytes one write takes at most; what is left is the next write's. */
  bytesPerWrite = Number.POSITIVE_INFINITY;
  /** How many bytes there is room for, over all files. */
  room = Number.POSITIVE_INFINITY;
  /** Waited for before every write. */
  beforeWrite: () => Promise<void> = () => Promise.resolve();
  /** How many writes there were, each of them durable. */
  writes = 0;
  /** Paths in the order of creation. */
  readonly files: string[] = [];

  readonly createFile: CreateSegmentFile = async (path) => {
    this.maybeFail('create');
    const file = await createOnDisk(path);
    this.files.push(path);
    return this.wrapped(file);
  };

  private wrapped(file: SegmentFile): SegmentFile {
    return {
      write: async (bytes, offset) => {
        await this.beforeWrite();
        this.maybeFail('write');
        const length = Math.min(bytes.length - offset, this.bytesPerWrite, this.room);
        if (length === 0) throw systemError('ENOSPC');
        this.room -= length;
        this.writes += 1;
        return file.write(bytes.subarray(0, offset + length), offset);
      },
      truncate: async (length) => {
        this.maybeFail('truncate');
        await file.truncate(length);
      },
      stat: () => file.stat(),
      close: () => file.close(),
    };
  }

  private maybeFail(operation: Operation): void {
    const code = this.failing[operation];
    if (code !== undefined) throw systemError(code);
  }
}

const systemError = (code: string): Error => Object.assign(new Error(`${code}: invented by a test`), { code });
