import {
  DomainError,
  fromBase64,
  type AuditDetails,
  type AuditEvent,
  type Sealer,
  type SealContext,
  type TenantId,
} from '@radiant/kernel';
import type { AuditRow } from './audit-row.js';

/** What is sealed of an event, since it may name a person. */
export interface AuditBody {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly details: AuditDetails | null;
}

/** `destroyed`: the tenant's key was, so that nobody can ever open it. `unreadable`: it is not what was sealed for its row. */
export type OpenedAuditBody = AuditBody | 'destroyed' | 'unreadable';

const EMPTY: AuditBody = { ip: null, userAgent: null, details: null };

/** What a body is bound to. */
export const bodyContext = (tenantId: TenantId, eventId: string): SealContext => ({
  tenantId,
  record: `audit#${eventId}`,
  version: 1,
});

/** The text to seal; undefined when an event has nothing that needs it. */
export function bodyText({ origin, details }: AuditEvent): string | undefined {
  const body: AuditBody = {
    ip: origin?.ip ?? null,
    userAgent: origin?.userAgent ?? null,
    details: details && Object.keys(details).length > 0 ? details : null,
  };
  const { ip, userAgent } = body;
  return ip === null && userAgent === null && body.details === null ? undefined : JSON.stringify(body);
}

/** Opens what was sealed of rows. */
export class OpenAuditBody {
  constructor(private readonly sealer: Sealer) {}

  /**
   * Nothing but nulls for a row that was purged or had nothing to seal.
   * @throws DomainError `service_unavailable` when the key can't be had, `internal_error` when the body was altered.
   */
  async execute({ tenantId, id, content }: AuditRow): Promise<Exclude<OpenedAuditBody, 'unreadable'>> {
    if (!content || content.body === null) return EMPTY;
    const sealed = fromBase64(content.body);
    try {
      return parsed(await this.sealer.open(bodyContext(tenantId, id), sealed));
    } catch (error) {
      if (isDestroyed(error)) return 'destroyed';
      throw error;
    }
  }

  /**
   * As `execute`, for whoever reads many rows: one that was altered must not keep him from the others, which may tell of
   * the one who did it. @throws DomainError `service_unavailable` when the key can't be had.
   */
  async orUnreadable(row: AuditRow): Promise<OpenedAuditBody> {
    try {
      return await this.execute(row);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'internal_error') return 'unreadable';
      throw error;
    }
  }
}

/** What is there to be read of a body. */
export const readableBody = (opened: OpenedAuditBody): AuditBody => (typeof opened === 'string' ? EMPTY : opened);

/** Whether a sealer says that the tenant's key was destroyed. */
export const isDestroyed = (error: unknown): boolean => error instanceof DomainError && error.code === 'not_found';

function parsed(text: string): AuditBody {
  const body: unknown = JSON.parse(text); // authenticated: only what was sealed here comes this far
  if (!isRecord(body)) throw new DomainError('internal_error', 'a stored value could not be read');
  const { ip, userAgent, details } = body;
  return { ip: textOrNull(ip), userAgent: textOrNull(userAgent), details: isDetails(details) ? details : null };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const isDetails = (value: unknown): value is AuditDetails =>
  isRecord(value) &&
  Object.values(value).every((each) => each === null || ['string', 'number', 'boolean'].includes(typeof each));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
