import type { Checkpoint } from '@radiant/audit';
import { DomainError, type TenantId } from '@radiant/kernel';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { checkpointLine, parseCheckpointLine } from './checkpoint-line.js';
import { firstAtOrAfter } from './checkpoint-search.js';
import { diskRefused, ensurePrivateDirectory, nothingIfMissing, PRIVATE_FILE, syncDirectory } from './disk.js';
import { readPublicKeys, writePublicKeys, type PublicKeys } from './public-keys.js';

const NEWLINE = 0x0a;

/** What a tenant's file holds. */
export interface StoredCheckpoints {
  /** In the order of writing. */
  readonly checkpoints: readonly Checkpoint[];
  /** Numbers, from 1, of lines that are no checkpoint of this tenant: a write that was cut off, or tampering. */
  readonly unreadableLines: readonly number[];
}

/**
 * Signed checkpoints outside the database: one file of JSON lines per tenant, and the public keys beside them. Appending
 * only, so that a copy on write-once storage can follow. Signatures are for the verifier: this class checks the form.
 */
export class CheckpointFile {
  /** The last append per tenant, so that two do not share a line's beginning. */
  private readonly turns = new Map<TenantId, Promise<void>>();

  private constructor(private readonly directory: string) {}

  /** @param directory made with mode 700. @throws DomainError `service_unavailable` */
  static async open(directory: string): Promise<CheckpointFile> {
    await ensurePrivateDirectory(directory);
    return new CheckpointFile(directory);
  }

  /** On disk when it resolves. @throws DomainError `service_unavailable` */
  async append(checkpoint: Checkpoint): Promise<void> {
    const { tenantId } = checkpoint;
    const before = this.turns.get(tenantId) ?? Promise.resolve();
    const done = before.then(() => this.write(tenantId, checkpointLine(checkpoint)));
    const turn = done.catch(() => undefined);
    this.turns.set(tenantId, turn);
    await done.finally(() => {
      if (this.turns.get(tenantId) === turn) this.turns.delete(tenantId);
    });
  }

  /** Everything in the tenant's file; nothing when there is none. @throws DomainError `service_unavailable` */
  async read(tenantId: TenantId): Promise<StoredCheckpoints> {
    const content = (await readFile(this.fileOf(tenantId), 'utf8').catch(nothingIfMissing)) ?? '';
    const checkpoints: Checkpoint[] = [];
    const unreadableLines: number[] = [];
    // what follows the last newline is being written or was cut off
    for (const [index, line] of content.split('\n').slice(0, -1).entries()) {
      const checkpoint = parse(line, tenantId);
      if (checkpoint) checkpoints.push(checkpoint);
      else unreadableLines.push(index + 1);
    }
    return { checkpoints, unreadableLines };
  }

  /**
   * The checkpoint furthest along the chain, the later one of equals: a chain that ends before it was cut off.
   * @throws DomainError `service_unavailable`
   */
  async latest(tenantId: TenantId): Promise<Checkpoint | undefined> {
    const { checkpoints } = await this.read(tenantId);
    let latest: Checkpoint | undefined;
    for (const each of checkpoints) if (latest === undefined || each.sequence >= latest.sequence) latest = each;
    return latest;
  }

  /** The first at or after a place of the chain; reads a few lines only. @throws DomainError `service_unavailable` */
  async atOrAfter(tenantId: TenantId, sequence: number): Promise<Checkpoint | undefined> {
    const file = await open(this.fileOf(tenantId), 'r').catch(nothingIfMissing);
    if (!file) return undefined;
    try {
      return await firstAtOrAfter(file, sequence, (line) => parse(line, tenantId));
    } catch (error) {
      throw diskRefused(error);
    } finally {
      await file.close();
    }
  }

  /**
   * Adds public keys to `public-keys.json`; those that are there stay, since older checkpoints need them.
   * @throws DomainError `conflict` when an id has another key there, `internal_error` when the file is not ours,
   * `service_unavailable`
   */
  writePublicKeys(keys: PublicKeys): Promise<void> {
    return writePublicKeys(this.directory, keys);
  }

  /** All of `public-keys.json`. @throws DomainError `internal_error` when the file is not ours, `service_unavailable` */
  readPublicKeys(): Promise<PublicKeys> {
    return readPublicKeys(this.directory);
  }

  private fileOf(tenantId: TenantId): string {
    return path.join(this.directory, `${tenantId}.jsonl`);
  }

  private async write(tenantId: TenantId, line: string): Promise<void> {
    try {
      const file = await open(this.fileOf(tenantId), 'a+', PRIVATE_FILE);
      try {
        const { size } = await file.stat();
        const start = size === 0 || (await endsLine(file, size)) ? '' : '\n';
        await file.appendFile(`${start}${line}\n`);
        await file.datasync();
        await syncDirectory(this.directory); // also for an earlier attempt that did not get as far
      } finally {
        await file.close();
      }
    } catch (error) {
      throw diskRefused(error);
    }
  }
}

/** A write that was cut off must not become the beginning of the next line. */
async function endsLine(file: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === NEWLINE;
}

function parse(line: string, tenantId: TenantId): Checkpoint | undefined {
  try {
    const checkpoint = parseCheckpointLine(line);
    return checkpoint.tenantId === tenantId ? checkpoint : undefined;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
