import type { Checkpoint, FoundAuditRow, OpenAuditBody, SettledTrail } from '@radiant/audit';
import { DomainError, isUuid, requestId as parseRequestId, type RequestId, type TenantId } from '@radiant/kernel';
import type { ChainLink, ReceiptCheckpoints, ReceiptRow, ReceiptRows } from '../ports/receipt-rows.js';
import { receiptOf } from './receipt-details.js';
import type { Receipt } from './receipt.js';

/** A checkpoint that is further away is left to the evidence bundle. */
const MOST_LINKS = 1_000;

/** A receipt with what proves it. */
export interface FoundReceipt {
  readonly receipt: Receipt;
  readonly row: FoundAuditRow;
  readonly previousHash: string | undefined;
  readonly checkpoint: Checkpoint | undefined;
  /** From the row to the checkpoint, both ends: the last one's hash is the one that was signed. Empty without one. */
  readonly links: readonly ChainLink[];
}

/** The receipt of a call, from the trail. */
export class ReadReceipt {
  constructor(
    private readonly rows: ReceiptRows,
    private readonly bodies: OpenAuditBody,
    private readonly checkpoints: ReceiptCheckpoints,
    private readonly settled: SettledTrail,
  ) {}

  /** @throws DomainError `not_found`, also once the tenant's key was destroyed or the row purged; `service_unavailable`. */
  async execute(tenantId: TenantId, requestId: string): Promise<FoundReceipt> {
    const id = requestId.toLowerCase();
    if (!isUuid(id)) throw unknownReceipt();
    const found = await this.row(tenantId, parseRequestId(id));
    const content = found?.row.content;
    if (!found || !content) throw unknownReceipt();
    const body = await this.bodies.execute(found.row);
    if (body === 'destroyed' || body.details === null) throw unknownReceipt();
    const place = {
      tenantId,
      requestId: parseRequestId(id),
      providerId: content.providerId ?? '',
      modelId: content.modelId ?? '',
    };
    return {
      receipt: receiptOf(place, body.details),
      row: found.row,
      previousHash: found.previousHash,
      ...(await this.proof(found.row)),
    };
  }

  /** A call that has just ended may be on its way to the table. */
  private async row(tenantId: TenantId, id: RequestId): Promise<ReceiptRow | undefined> {
    const found = await this.rows.find(tenantId, id);
    if (found) return found;
    await this.settled.caughtUp();
    return this.rows.find(tenantId, id);
  }

  private async proof({ tenantId, sequence }: FoundAuditRow): Promise<Pick<FoundReceipt, 'checkpoint' | 'links'>> {
    const none = { checkpoint: undefined, links: [] };
    if (sequence === undefined) return none;
    const checkpoint = await this.checkpoints.atOrAfter(tenantId, sequence);
    if (!checkpoint || checkpoint.sequence - sequence >= MOST_LINKS) return none;
    return { checkpoint, links: await this.rows.links(tenantId, sequence - 1, checkpoint.sequence) };
  }
}

const unknownReceipt = (): DomainError => new DomainError('not_found', 'there is no such receipt');
