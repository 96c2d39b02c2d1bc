import { oversees } from '@radiant/identity';
import { NONE_RETURNED, type CachedPhiPolicies, type PhiVault } from '@radiant/phi';
import { spoken, type ResponsePlace } from '@radiant/protocol';
import type { ResponseStore, StoredResponse } from '../ports/response-store.js';
import type { AuditSession, SessionReader } from '../sessions/audit-session.js';
import { restoreRequest } from '../sessions/restore-messages.js';
import { returnedToOwner } from '../sessions/returned-to-owner.js';
import { owns } from '../sessions/session-owner.js';
import { TextRestoration } from '../text-restoration.js';
import { findResponse, unknownResponse } from './find-response.js';

/**
 * Shows a response to whoever asked for it, and to administrators. Originals are put back for the owner, and only where
 * the policy restores replies as well.
 */
export class ReadResponse {
  constructor(
    private readonly store: ResponseStore,
    private readonly vault: PhiVault,
    private readonly policies: CachedPhiPolicies,
    private readonly audit: AuditSession,
  ) {}

  /** The reading is in the trail before it resolves. @throws DomainError `not_found`, `service_unavailable`. */
  async execute(reader: SessionReader, place: ResponsePlace | undefined): Promise<StoredResponse> {
    const { principal } = reader;
    const stored = await findResponse(this.store, principal, place);
    const own = owns(principal, stored);
    if (!own && !oversees(principal)) throw unknownResponse();
    const returned = own
      ? await returnedToOwner(this.vault, this.policies, principal.tenantId, stored.mappingId)
      : NONE_RETURNED;
    const restoration = new TextRestoration(returned);
    const shown = restored(stored, restoration);
    await this.audit.execute(reader, 'session.read', stored.session, 'success', {
      response: stored.request,
      owner: stored.owner,
      own,
      restored: restoration.restored,
    });
    return shown;
  }
}

function restored(stored: StoredResponse, restoration: TextRestoration): StoredResponse {
  const { instructions, messages, reply, asked } = stored;
  const before = instructions === undefined ? [] : [spoken('system', instructions)];
  const whole = restoreRequest({ ...asked, messages: [...before, ...messages, reply] }, restoration);
  const said = whole.messages.slice(before.length);
  const first = before.length > 0 ? whole.messages[0]?.content : undefined;
  return {
    ...stored,
    instructions: typeof first === 'string' ? first : undefined,
    messages: said.slice(0, -1),
    reply: said.at(-1) ?? reply,
    asked: { ...whole, messages: [] },
  };
}
