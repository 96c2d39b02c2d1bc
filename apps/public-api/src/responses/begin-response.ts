import type { CallControls, InferenceCall, RecalledResponses } from '@radiant/inference';
import { DomainError, sessionId, type IdGenerator } from '@radiant/kernel';
import { chatOf, responseId, type ResponseHead, type ResponsesRequest } from '@radiant/protocol';

/** A call for a response: what is asked of the model, and what is said around its answer. */
export interface BegunResponse {
  readonly controls: CallControls;
  readonly call: Pick<InferenceCall, 'request' | 'recalled' | 'response' | 'sources'>;
  readonly head: ResponseHead;
}

/**
 * Which session a response belongs to, and under which id it will be known. One that is kept and goes on from nothing
 * begins a session; its placeholders are kept there, and its words only in the response, so that they go with it.
 * @param now in ms since 1970. @throws DomainError `validation_error` when it goes on from a session other than the named.
 */
export function beginResponse(
  request: ResponsesRequest,
  { session: continued, ...recalled }: RecalledResponses,
  asked: CallControls,
  { requestId, now, ids }: { readonly requestId: string; readonly now: number; readonly ids: IdGenerator },
): BegunResponse {
  const named = asked.sessionId;
  if (named !== undefined && continued !== undefined && named !== continued) {
    throw new DomainError(
      'validation_error',
      'x-radiant-session-id must be the session that the request goes on from',
      {
        field: 'x-radiant-session-id',
      },
    );
  }
  const session = continued ?? named ?? (request.store ? sessionId(ids.uuid()) : undefined);
  const chat = chatOf(request, recalled);
  if (chat.request.messages.length === 0) {
    throw new DomainError('validation_error', 'input must say something', { field: 'input' });
  }
  const { instructions, previous, store, truncates, metadata } = request;
  const kept = store ? { previous, instructed: instructions !== undefined, truncates, createdAt: now } : undefined;
  return {
    controls: { ...asked, sessionId: session },
    call: { ...chat, response: { kept, silent: named === undefined || !store } },
    head: {
      id: responseId(requestId, store ? session : undefined),
      createdAt: Math.floor(now / 1000),
      asked: request.asked,
      instructions,
      previous,
      store,
      truncates,
      metadata,
    },
  };
}
