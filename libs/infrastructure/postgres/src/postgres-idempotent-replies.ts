import { IdempotentReplies, type IdempotencyClaim, type KeptReply, type KeyStanding } from '@radiant/inference';
import {
  DomainError,
  requestId,
  sessionId,
  type Instant,
  type SealContext,
  type Sealer,
  type TenantId,
} from '@radiant/kernel';
import { isStoredReply } from './stored-reply.js';
import type { UnitOfWork } from './unit-of-work.js';

interface Row {
  readonly fingerprint: string;
  readonly requestId: string;
  readonly sessionId: string | null;
  readonly claimedUntil: Date;
  readonly keepUntil: Date;
  readonly reply: Buffer | null;
  readonly held: boolean;
  readonly billed: boolean;
}

/** Keys and replies in the table of the reservations' database, the replies sealed. */
export class PostgresIdempotentReplies extends IdempotentReplies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  async find(tenantId: TenantId, keyDigest: string, moment: Instant): Promise<KeyStanding | undefined> {
    const row = await this.read(tenantId, keyDigest);
    if (!row) return undefined;
    const { fingerprint } = row;
    if (row.reply && moment < row.keepUntil.getTime()) {
      const reply = await this.opened(contextOf(tenantId, keyDigest, row), row.reply);
      return reply
        ? { state: 'kept', fingerprint, requestId: requestId(row.requestId), reply }
        : { state: 'over', fingerprint };
    }
    if (!row.reply && !row.held && !row.billed) {
      return (await this.freed(tenantId, keyDigest, row)) ? undefined : { state: 'running', fingerprint };
    }
    const mayCome = moment < row.claimedUntil.getTime() && moment < row.keepUntil.getTime();
    return { state: row.held || mayCome ? 'running' : 'over', fingerprint };
  }

  async keep(claim: IdempotencyClaim, { status, headers, body }: KeptReply): Promise<void> {
    const { tenantId, keyDigest } = claim;
    const sealed = await this.sealer.seal(
      contextOf(tenantId, keyDigest, claim),
      JSON.stringify({ status, headers, body }),
    );
    await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query(
        `update idempotent_calls set reply = $4
         where tenant_id = $1 and key_digest = $2 and request_id = $3 and reply is null`,
        [tenantId, keyDigest, claim.requestId, Buffer.from(sealed)],
      ),
    );
  }

  async giveUp({ tenantId, keyDigest, requestId: call }: IdempotencyClaim, moment: Instant): Promise<void> {
    await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query(
        `update idempotent_calls set claimed_until = $4
         where tenant_id = $1 and key_digest = $2 and request_id = $3 and reply is null`,
        [tenantId, keyDigest, call, new Date(moment)],
      ),
    );
  }

  async forget(moment: Instant, most: number): Promise<number> {
    const [row] = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly { readonly forgotten: number }[]>(
        'select forget_replies(least($1, now()), $2) as forgotten',
        [new Date(moment), most],
      ),
    );
    return row?.forgotten ?? 0;
  }

  /** One statement sees the key and the money of its call as they were at one moment: they are changed together. */
  private async read(tenantId: TenantId, keyDigest: string): Promise<Row | undefined> {
    const [row] = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly Row[]>(
        `select k.fingerprint, k.request_id as "requestId", k.session_id as "sessionId",
           k.claimed_until as "claimedUntil", k.keep_until as "keepUntil", k.reply,
           exists (select from reservations r
             where r.tenant_id = k.tenant_id and r.request_id = k.request_id) as held,
           exists (select from usage_records u
             where u.tenant_id = k.tenant_id and u.request_id = k.request_id) as billed
         from idempotent_calls k where k.tenant_id = $1 and k.key_digest = $2`,
        [tenantId, keyDigest],
      ),
    );
    return row;
  }

  /** Takes away the key of a call that cost nothing. @returns false when somebody else has taken it since. */
  private async freed(tenantId: TenantId, keyDigest: string, { requestId: call }: Row): Promise<boolean> {
    await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query(
        'delete from idempotent_calls where tenant_id = $1 and key_digest = $2 and request_id = $3 and reply is null',
        [tenantId, keyDigest, call],
      ),
    );
    return (await this.read(tenantId, keyDigest)) === undefined;
  }

  /** Undefined when the key that it was sealed under was destroyed. */
  private async opened(context: SealContext, sealed: Uint8Array): Promise<KeptReply | undefined> {
    try {
      const reply: unknown = JSON.parse(await this.sealer.open(context, sealed));
      if (!isStoredReply(reply)) throw new DomainError('internal_error', 'a kept reply is not valid');
      return reply;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return undefined;
      throw error;
    }
  }
}

const contextOf = (
  tenantId: TenantId,
  keyDigest: string,
  call: { readonly requestId: string; readonly sessionId: string | null | undefined },
): SealContext => ({
  tenantId,
  record: `idempotent-reply#${keyDigest}#${call.requestId}`,
  version: 1,
  ...(typeof call.sessionId === 'string' && { keyScope: `session#${sessionId(call.sessionId)}` }),
});
