import type { EvidenceFile } from '@radiant/audit';
import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readdir, rm, rmdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { NotUnderstood } from '../not-understood.js';

const HELD_BYTES = 256 * 1024;

/** A folder that is filled file by file; each is hashed while it is written, and none is ever in memory. */
export class BundleWriter {
  private readonly written: EvidenceFile[] = [];
  private readonly begun: string[] = [];

  private constructor(
    private readonly directory: string,
    private readonly isNew: boolean,
  ) {}

  /** Makes nothing yet. @throws NotUnderstood when the folder holds something. */
  static async assertFree(directory: string): Promise<void> {
    const names = await readdir(directory).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return [];
      throw new NotUnderstood(`${directory} can not be used: name a new folder`);
    });
    if (names.length > 0) throw new NotUnderstood(`${directory} is not empty: name a new folder`);
  }

  /** @throws NotUnderstood when the folder holds something or can't be made. */
  static async open(directory: string): Promise<BundleWriter> {
    await BundleWriter.assertFree(directory);
    try {
      const made = await mkdir(directory, { recursive: true, mode: 0o700 });
      return new BundleWriter(directory, made !== undefined);
    } catch {
      throw new NotUnderstood(`${directory} can not be made`);
    }
  }

  /** What is there so far. */
  get files(): readonly EvidenceFile[] {
    return this.written;
  }

  async begin(name: string): Promise<FileWriter> {
    const handle = await open(path.join(this.directory, name), 'wx', 0o600);
    this.begun.push(name);
    return new FileWriter(handle, (sha256, bytes) => void this.written.push({ name, sha256, bytes }));
  }

  async write(name: string, text: string): Promise<void> {
    const file = await this.begin(name);
    await file.write(text);
    await file.finish();
  }

  /** Takes away what was written: half a bundle helps nobody and may name people. */
  async discard(): Promise<void> {
    for (const name of this.begun) await rm(path.join(this.directory, name), { force: true });
    if (this.isNew) await rmdir(this.directory).catch(() => undefined);
  }
}

/** One file of a bundle, on disk when it is finished. */
export class FileWriter {
  private readonly hash: Hash = createHash('sha256');
  private held: string[] = [];
  private heldLength = 0;
  private bytes = 0;

  constructor(
    private readonly handle: FileHandle,
    private readonly finished: (sha256: string, bytes: number) => void,
  ) {}

  async write(text: string): Promise<void> {
    this.held.push(text);
    this.heldLength += text.length;
    if (this.heldLength >= HELD_BYTES) await this.flush();
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
    this.finished(this.hash.digest('hex'), this.bytes);
  }

  /** For a file that will not be finished. */
  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(this.held.join(''));
    this.held = [];
    this.heldLength = 0;
    this.hash.update(bytes);
    this.bytes += bytes.length;
    await this.handle.writeFile(bytes);
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
