import { boundApp, type Principal } from '@radiant/identity';
import type { Page, Slice } from '@radiant/kernel';
import type { SessionStore, SessionSummary } from '../ports/session-store.js';
import { sessionOwner } from './session-owner.js';

/** The sessions of whoever asks. */
export class ListSessions {
  constructor(private readonly store: SessionStore) {}

  /** The latest turn first. @throws DomainError `service_unavailable`. */
  execute(principal: Principal, slice: Slice): Promise<Page<SessionSummary>> {
    return this.store.list(principal.tenantId, sessionOwner(principal), slice, boundApp(principal));
  }
}
