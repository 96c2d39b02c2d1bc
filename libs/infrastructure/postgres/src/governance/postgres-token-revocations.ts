import { TokenRevocations, type TokenRevocation } from '@radiant/identity';
import type { TenantId } from '@radiant/kernel';
import type { Statements } from './statements.js';

/** Ends tokens of one tenant early. */
export class PostgresTokenRevocations extends TokenRevocations {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async add(revocation: TokenRevocation): Promise<void> {
    await this.statements.add('token_revocations', {
      tenant_id: this.tenantId,
      id: revocation.id,
      kind: revocation.kind,
      value: revocation.value,
      issued_before: new Date(revocation.issuedBefore),
      expires_at: new Date(revocation.expiresAt),
      revoked_by: revocation.revokedBy,
    });
  }
}
