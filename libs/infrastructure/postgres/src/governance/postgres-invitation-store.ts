import { invitationId, InvitationStore, type Invitation, type InvitationId } from '@radiant/identity';
import { appId, tenantId, type Instant, type Page } from '@radiant/kernel';
import type { Slice, TenantId } from '@radiant/kernel';
import type { SealedText } from './sealed-text.js';
import type { Statements } from './statements.js';
import { dateOf, instantOf } from './stored-date.js';

const COLUMNS =
  'id, tenant_id, app_id, address, token_hash, invited_by, created_at, expires_at, accepted_at, revoked_at';

interface InvitationRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly app_id: string;
  readonly address: Uint8Array;
  readonly token_hash: string;
  readonly invited_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly accepted_at: Date | null;
  readonly revoked_at: Date | null;
}

/** The invitations of one tenant; addresses are sealed. */
export class PostgresInvitationStore extends InvitationStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
    private readonly addresses: SealedText,
  ) {
    super();
  }

  async list(slice: Slice): Promise<Page<Invitation>> {
    const page = await this.statements.page<InvitationRecord>(
      {
        columns: COLUMNS,
        table: 'invitations',
        where: 'tenant_id = $1',
        parameters: [this.tenantId],
        newest: 'created_at',
      },
      slice,
    );
    return { items: await Promise.all(page.items.map((row) => this.opened(row))), total: page.total };
  }

  find(id: InvitationId): Promise<Invitation | undefined> {
    return this.one('id = $2', id);
  }

  findByToken(tokenHash: string): Promise<Invitation | undefined> {
    return this.one('token_hash = $2', tokenHash);
  }

  async add(invitation: Invitation): Promise<void> {
    await this.statements.add('invitations', {
      id: invitation.id,
      tenant_id: invitation.tenantId,
      app_id: invitation.appId,
      address: await this.addresses.seal(invitation.tenantId, invitation.id, invitation.address),
      token_hash: invitation.tokenHash,
      invited_by: invitation.invitedBy,
      created_at: new Date(invitation.createdAt),
      expires_at: new Date(invitation.expiresAt),
      accepted_at: dateOf(invitation.acceptedAt),
      revoked_at: dateOf(invitation.revokedAt),
    });
  }

  async close(
    id: InvitationId,
    how: { readonly acceptedAt: Instant } | { readonly revokedAt: Instant },
  ): Promise<boolean> {
    const [column, at] = 'acceptedAt' in how ? ['accepted_at', how.acceptedAt] : ['revoked_at', how.revokedAt];
    const closed = await this.statements.changed(
      `update invitations set ${column} = $3
        where tenant_id = $1 and id = $2 and accepted_at is null and revoked_at is null`,
      [this.tenantId, id, new Date(at)],
    );
    return closed > 0;
  }

  private async one(where: string, value: string): Promise<Invitation | undefined> {
    const [row] = await this.statements.rows<InvitationRecord>(
      `select ${COLUMNS} from invitations where tenant_id = $1 and ${where}`,
      [this.tenantId, value],
    );
    return row && this.opened(row);
  }

  private async opened(row: InvitationRecord): Promise<Invitation> {
    const id = invitationId(row.id);
    const tenant = tenantId(row.tenant_id);
    return {
      id,
      tenantId: tenant,
      appId: appId(row.app_id),
      address: await this.addresses.open(tenant, id, row.address),
      tokenHash: row.token_hash,
      invitedBy: row.invited_by,
      createdAt: row.created_at.getTime(),
      expiresAt: row.expires_at.getTime(),
      acceptedAt: instantOf(row.accepted_at),
      revokedAt: instantOf(row.revoked_at),
    };
  }
}
