import { DomainError, isUuid, tenantId, type TenantId } from '@radiant/kernel';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

const FILE = 'syslog-position.json';

/** Up to which row each tenant's trail was sent, in a file that outlives the process. */
export class SyslogPositions {
  private constructor(
    private readonly directory: string,
    private readonly sequences: Map<TenantId, number>,
  ) {}

  /** @throws DomainError `internal_error` when the file is not ours, `service_unavailable`. */
  static async open(directory: string): Promise<SyslogPositions> {
    return new SyslogPositions(directory, new Map(parse(await content(path.join(directory, FILE)))));
  }

  /** 0 when nothing was sent. */
  of(tenant: TenantId): number {
    return this.sequences.get(tenant) ?? 0;
  }

  /** On disk when it resolves: after a crash the file is the old or the new one. @throws DomainError `service_unavailable`. */
  async set(changes: Iterable<readonly [TenantId, number]>): Promise<void> {
    for (const [tenant, sequence] of changes) this.sequences.set(tenant, sequence);
    const target = path.join(this.directory, FILE);
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      const file = await open(`${target}.new`, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(Object.fromEntries(this.sequences), null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${target}.new`, target);
    } catch (error) {
      throw diskRefused(error);
    }
  }
}

async function content(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '{}';
    throw diskRefused(error);
  }
}

function parse(text: string): [TenantId, number][] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(value).map(([id, sequence]: [string, unknown]) => {
        if (!isUuid(id) || !isPosition(sequence)) throw new Error('no position');
        return [tenantId(id), sequence];
      });
    }
  } catch {
    // refused below
  }
  throw new DomainError('internal_error', `${FILE} is broken: remove it, and everything is sent once more`);
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const diskRefused = (cause: unknown): DomainError =>
  new DomainError('service_unavailable', 'the disk could not be read or written', { retryAfterSeconds: 1 }, { cause });
