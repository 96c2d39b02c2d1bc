import { AppUserStore, appUserId, invitationId, type AppUser, type AppUserId } from '@radiant/identity';
import {
  appId,
  DomainError,
  tenantId,
  userId,
  type AppId,
  type Page,
  type Slice,
  type TenantId,
} from '@radiant/kernel';
import { storedWord } from '../stored-value.js';
import type { Statements } from './statements.js';
import { dateOf, instantOf } from './stored-date.js';

const STATUSES: readonly AppUser['status'][] = ['active', 'suspended'];
const COLUMNS = 'id, tenant_id, app_id, subject, status, invitation_id, created_at, last_seen_at';

interface AppUserRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly app_id: string;
  readonly subject: string;
  readonly status: string;
  readonly invitation_id: string | null;
  readonly created_at: Date;
  readonly last_seen_at: Date | null;
}

/** The people who use apps of one tenant. */
export class PostgresAppUserStore extends AppUserStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(slice: Slice, ofApp?: AppId): Promise<Page<AppUser>> {
    const page = await this.statements.page<AppUserRecord>(
      {
        columns: COLUMNS,
        table: 'app_users',
        where: ofApp === undefined ? 'tenant_id = $1' : 'tenant_id = $1 and app_id = $2',
        parameters: ofApp === undefined ? [this.tenantId] : [this.tenantId, ofApp],
        newest: 'created_at',
      },
      slice,
    );
    return { items: page.items.map(appUserOf), total: page.total };
  }

  async find(id: AppUserId): Promise<AppUser | undefined> {
    const [row] = await this.statements.rows<AppUserRecord>(
      `select ${COLUMNS} from app_users where tenant_id = $1 and id = $2`,
      [this.tenantId, id],
    );
    return row && appUserOf(row);
  }

  async put(user: AppUser): Promise<AppUser> {
    const person = { tenant_id: this.tenantId, app_id: user.appId, subject: user.subject };
    const granted = { status: user.status, invitation_id: user.invitationId ?? null };
    const isNew = await this.statements.insert('app_users', {
      id: user.id,
      tenant_id: user.tenantId,
      app_id: user.appId,
      subject: user.subject,
      created_at: new Date(user.createdAt),
      last_seen_at: dateOf(user.lastSeenAt),
      ...granted,
    });
    if (!isNew && !(await this.statements.update('app_users', person, granted))) throw idTaken();
    const [row] = await this.statements.rows<AppUserRecord>(
      `select ${COLUMNS} from app_users where tenant_id = $1 and app_id = $2 and subject = $3`,
      [this.tenantId, user.appId, user.subject],
    );
    if (!row) throw idTaken();
    return appUserOf(row);
  }

  async saveStatus(id: AppUserId, status: AppUser['status']): Promise<void> {
    await this.statements.save('app_users', { tenant_id: this.tenantId, id }, { status });
  }
}

const idTaken = (): DomainError => new DomainError('conflict', 'the id belongs to another app user');

const appUserOf = (row: AppUserRecord): AppUser => ({
  id: appUserId(row.id),
  tenantId: tenantId(row.tenant_id),
  appId: appId(row.app_id),
  subject: userId(row.subject),
  status: storedWord(STATUSES, row.status),
  invitationId: row.invitation_id === null ? undefined : invitationId(row.invitation_id),
  createdAt: row.created_at.getTime(),
  lastSeenAt: instantOf(row.last_seen_at),
});
