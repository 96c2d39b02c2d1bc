import type { TokenRevocation } from '@radiant/identity';
import { DomainError, userId, type Clock, type Digest, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created, moment } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedId, invalid } from '../validation.js';

const HOUR_MS = 3_600_000;
/** No issuer's tokens live longer than this, in ms: a revocation may be forgotten once every token it meant has expired. */
export const LONGEST_TOKEN_LIFE_MS = 366 * 24 * HOUR_MS;
/** For clocks that differ, and for a token that was issued ahead of its time. */
const MARGIN_MS = 24 * HOUR_MS;
const LONGEST_TOKEN = 16_384;
/** RFC 7515, 7.1. Of anything else, `Bearer` before it included, the hash would meet no token, and nobody would notice. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What is revoked: just one of the two. */
export interface TokensToRevoke {
  /** A whole token; only its SHA-256 is kept. */
  readonly token?: string;
  /** A person, of whom all tokens issued before now are meant. */
  readonly userId?: string;
}

/** Ends tokens before their time. They are refused everywhere within 5 s. */
export class RevokeTokens {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly digest: Digest,
  ) {}

  /** @throws DomainError `validation_error` naming token or user_id; `not_found`; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, asked: TokensToRevoke): Promise<TokenRevocation> {
    const now = this.clock.now();
    const revocation: TokenRevocation = {
      id: this.ids.uuid(),
      ...this.meant(asked),
      issuedBefore: now,
      expiresAt: now + LONGEST_TOKEN_LIFE_MS + MARGIN_MS,
      revokedBy: nameOf(actor),
    };
    return inTenant(this.transactions, actor, tenantId, async ({ tokenRevocations, audit }) => {
      await tokenRevocations.add(revocation);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'token.revoke',
          resource: { type: 'token_revocation', id: revocation.id },
          details: created({
            kind: revocation.kind,
            user_id: revocation.kind === 'user' ? revocation.value : undefined,
            issued_before: moment(revocation.issuedBefore),
          }),
        }),
      );
      return revocation;
    });
  }

  private meant({ token, userId: person }: TokensToRevoke): Pick<TokenRevocation, 'kind' | 'value'> {
    if ((token === undefined) === (person === undefined)) {
      throw new DomainError('validation_error', 'either token or user_id must be given', { field: 'token' });
    }
    if (person !== undefined) return { kind: 'user', value: checkedId('user_id', person, userId) };
    const text = token?.trim() ?? '';
    if (text.length > LONGEST_TOKEN || !TOKEN.test(text)) {
      throw invalid(
        'token',
        `a whole token, three parts with dots between them, of ${LONGEST_TOKEN} characters at most`,
      );
    }
    return { kind: 'token', value: this.digest.sha256(text) };
  }
}
