import { DomainError } from '@radiant/kernel';
import type { ChatRequest } from '@radiant/protocol';
import type { Session } from '../ports/session-store.js';
import { withMessages } from '../with-messages.js';

/** The most messages of a session that a call may have put before its own. */
export const MOST_HISTORY = 50;

/**
 * The request with the newest `most` messages of the session before its own. The result of a tool is left out where the
 * call of it is cut off: no model takes one without the other.
 */
export function withHistory(request: ChatRequest, session: Session | undefined, most: number): ChatRequest {
  if (most === 0) return request;
  if (!session) {
    throw new DomainError('validation_error', 'use_history needs a session_id', { field: 'use_history' });
  }
  const newest = session.messages.slice(-most);
  const first = newest.findIndex(({ role }) => role !== 'tool' && role !== 'function');
  return withMessages(request, [...(first < 0 ? [] : newest.slice(first)), ...request.messages]);
}
