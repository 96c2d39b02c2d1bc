import type { ResponsePlace } from '@radiant/protocol';
import type { ResponseStore } from '../ports/response-store.js';
import type { AuditSession, SessionReader } from '../sessions/audit-session.js';
import { owns } from '../sessions/session-owner.js';
import { findResponse, unknownResponse } from './find-response.js';

/** Takes a response away. Others that went on from it stay as they are. */
export class DeleteResponse {
  constructor(
    private readonly store: ResponseStore,
    private readonly audit: AuditSession,
  ) {}

  /** The trail says so before it is done. @throws DomainError `not_found`, also the second time; `service_unavailable`. */
  async execute(reader: SessionReader, place: ResponsePlace | undefined): Promise<void> {
    const { principal } = reader;
    const stored = await findResponse(this.store, principal, place);
    if (!owns(principal, stored)) throw unknownResponse();
    await this.audit.execute(reader, 'session.delete', stored.session, 'success', { response: stored.request });
    await this.store.delete(principal.tenantId, stored);
  }
}
