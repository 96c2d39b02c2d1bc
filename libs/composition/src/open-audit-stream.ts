import {
  toSyslog,
  type ChainHead,
  type OpenAuditBody,
  type OpenedAuditBody,
  type SealedAuditRow,
} from '@radiant/audit';
import type { AuditStores } from '@radiant/governance';
import { type Log, whyFailed } from '@radiant/nest-kit';
import type { AuditSealing } from '@radiant/postgres';
import { syslogSender, type SyslogSender } from '@radiant/syslog';
import { hostname } from 'node:os';
import { repeat } from './repeated.js';
import { SentPages } from './sent-pages.js';
import { SyslogPositions } from './syslog-positions.js';

/** How soon a row that was sealed is sent, about. */
const SEND_EVERY_MS = 1_000;
const PAGE = 500;

export interface AuditStreamParts {
  readonly stores: AuditStores;
  readonly sealing: Pick<AuditSealing, 'heads'>;
  readonly bodies: OpenAuditBody;
  /** Where the positions are kept: a directory of this process's own. */
  readonly directory: string;
  readonly log: Log;
  /** Milliseconds between looks at the trail; a second unless it says otherwise. */
  readonly everyMs?: number;
}

/** What carries the trail to a SIEM. */
export interface AuditStream {
  /** Ends after the page that is being sent; what is left is sent after the next start. */
  close(): Promise<void>;
}

/**
 * Sends every sealed row of all tenants as syslog, in the order of its chain: at least once, and none is passed over. Rows
 * that a lost connection may have swallowed are sent again, so a receiver tells repeated ones by their `id`. One process
 * of a deployment should do this: each one that does sends everything.
 * @param address of the receiver; undefined: nothing is sent.
 * @throws DomainError `validation_error` for an address that is none; `internal_error` when the positions are not
 * readable; `service_unavailable`.
 */
export async function openAuditStream(address: string | undefined, parts: AuditStreamParts): Promise<AuditStream> {
  if (address === undefined) return { close: () => Promise.resolve() };
  const sender = syslogSender(address);
  const streaming = new Streaming(parts, sender, await SyslogPositions.open(parts.directory));
  const repeated = repeat(
    () => streaming.sendWaiting(),
    parts.everyMs ?? SEND_EVERY_MS,
    (error) => parts.log.error('audit rows could not be sent as syslog', whyFailed(error)),
  );
  return {
    close: async () => {
      streaming.end();
      await repeated.stop();
      await sender.close();
    },
  };
}

class Streaming {
  private readonly sent = new SentPages();
  private readonly host = hostname();
  private readonly receiving: Said;
  private readonly reading: Said;
  private ending = false;

  constructor(
    private readonly parts: AuditStreamParts,
    private readonly sender: SyslogSender,
    private readonly positions: SyslogPositions,
  ) {
    this.receiving = new Said(parts.log, 'the syslog receiver does not answer', 'the syslog receiver answers again');
    this.reading = new Said(
      parts.log,
      'audit rows for syslog can not be read',
      'audit rows for syslog can be read again',
    );
  }

  end(): void {
    this.ending = true;
  }

  /** A page of each tenant in turn, until nothing is left, so that a long trail does not hold up the others. */
  async sendWaiting(): Promise<void> {
    let heads = (await this.read('heads', () => this.parts.sealing.heads())) ?? [];
    await this.beginAnew(heads.filter(({ tenantId, sequence }) => sequence < this.positions.of(tenantId)));
    while (heads.length > 0) {
      const left: ChainHead[] = [];
      for (const head of heads) {
        if (this.ending) return;
        const page = await this.nextPage(head);
        if (!page) continue;
        if (!(await this.send(page))) return;
        left.push(head);
      }
      heads = left;
    }
  }

  /**
   * A chain that ends before what was sent of it was cut off, or restored from a backup: what it goes on with stands at
   * places that were sent already, and would be passed over.
   */
  private async beginAnew(heads: readonly ChainHead[]): Promise<void> {
    if (heads.length === 0) return;
    for (const { tenantId } of heads) {
      this.parts.log.error('a trail ends before what was sent of it as syslog: it is sent anew', { tenantId });
    }
    await this.positions.set(heads.map(({ tenantId }) => [tenantId, 0]));
  }

  /** Undefined when the tenant has nothing that was not sent, or when it can't be read now. */
  private async nextPage({ tenantId, sequence }: ChainHead): Promise<SyslogPage | undefined> {
    const after = this.positions.of(tenantId);
    if (sequence <= after) return undefined;
    return this.read(tenantId, async () => {
      const rows = await this.parts.stores.ofTenant(tenantId).chain(tenantId, after, PAGE);
      const last = rows.at(-1);
      if (!last) return undefined;
      const lines = await Promise.all(rows.map(async (row) => toSyslog(row, await this.opened(row), this.host)));
      return { tenantId, after, last: last.sequence, lines };
    });
  }

  private async opened(row: SealedAuditRow): Promise<OpenedAuditBody> {
    const body = await this.parts.bodies.orUnreadable(row);
    if (body === 'unreadable') {
      this.parts.log.error('the sealed part of an audit row can not be opened', { tenantId: row.tenantId });
    }
    return body;
  }

  /** @returns whether the receiver took it. */
  private async send({ tenantId, after, last, lines }: SyslogPage): Promise<boolean> {
    try {
      await this.sender.send(lines);
    } catch (error) {
      this.receiving.fails(error);
      const lost = this.sent.takeBeginnings();
      if (lost.size > 0) await this.positions.set(lost);
      return false;
    }
    this.receiving.works();
    this.sent.add({ tenantId, after, bytes: lines.reduce((sum, line) => sum + line.length, 0) });
    await this.positions.set([[tenantId, last]]);
    return true;
  }

  private async read<Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await work();
      this.reading.works(what);
      return result;
    } catch (error) {
      this.reading.fails(error, what);
      return undefined;
    }
  }
}

interface SyslogPage extends Pick<ChainHead, 'tenantId'> {
  readonly after: number;
  readonly last: number;
  readonly lines: readonly string[];
}

/** Says in the log once that something does not work, and once that all of it does again. */
class Said {
  private readonly failing = new Set<string>();

  constructor(
    private readonly log: Log,
    private readonly broken: string,
    private readonly whole: string,
  ) {}

  fails(error: unknown, what = ''): void {
    if (this.failing.size === 0) this.log.error(this.broken, whyFailed(error));
    this.failing.add(what);
  }

  works(what = ''): void {
    if (this.failing.delete(what) && this.failing.size === 0) this.log.info(this.whole);
  }
}
