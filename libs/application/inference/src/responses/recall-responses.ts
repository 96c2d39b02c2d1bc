import type { Principal } from '@radiant/identity';
import { DomainError, type SessionId } from '@radiant/kernel';
import {
  itemPlace,
  NOTHING_RECALLED,
  references,
  responsePlace,
  spoken,
  type ItemPlace,
  type Message,
  type Recalled,
  type ResponsesRequest,
} from '@radiant/protocol';
import type { ResponseStore, StoredResponse } from '../ports/response-store.js';
import { owns } from '../sessions/session-owner.js';
import { findResponse, unknownResponse } from './find-response.js';

/** What a request refers to, and the session whose placeholders stand in it. */
export interface RecalledResponses extends Recalled {
  /** Undefined when it refers to nothing. */
  readonly session: SessionId | undefined;
}

/** Finds what a request for a response goes on from. */
export class RecallResponses {
  constructor(private readonly store: ResponseStore) {}

  /**
   * @throws DomainError `not_found` for an id that is unknown or somebody else's; `validation_error` for ids of several
   *   conversations, whose placeholders would mean different things, and for a conversation that was not kept whole, unless
   *   the request allows that; `service_unavailable`.
   */
  async execute(principal: Principal, request: ResponsesRequest): Promise<RecalledResponses> {
    const ids = references(request);
    if (request.previous === undefined && ids.length === 0) return { session: undefined, ...NOTHING_RECALLED };
    const found = new Map<string, Promise<StoredResponse>>();
    const recall = (place: ReturnType<typeof responsePlace>, field: string): Promise<StoredResponse> => {
      const key = place?.request ?? '';
      let response = found.get(key);
      if (!response) found.set(key, (response = this.own(principal, place, field)));
      return response;
    };
    const previous =
      request.previous === undefined
        ? undefined
        : await recall(responsePlace(request.previous), 'previous_response_id');
    const earlier = previous ? conversation(previous, request) : [];
    const items = new Map<string, Message | undefined>();
    for (const id of ids) {
      const place = itemPlace(id);
      items.set(id, itemOf(await recall(place, 'input'), place));
    }
    const [session, ...others] = new Set((await Promise.all(found.values())).map((response) => response.session));
    if (others.length > 0) {
      throw new DomainError('validation_error', 'input must refer to items of one conversation', { field: 'input' });
    }
    return { session, earlier, items };
  }

  private async own(
    principal: Principal,
    place: ReturnType<typeof responsePlace>,
    field: string,
  ): Promise<StoredResponse> {
    const response = await findResponse(this.store, principal, place, field);
    if (!owns(principal, response)) throw unknownResponse(field);
    return response;
  }
}

/** What is kept of a conversation. The result of a tool goes with its call: no model takes one without the other. */
function conversation(
  { messages, omitted, reply }: StoredResponse,
  { truncates }: ResponsesRequest,
): readonly Message[] {
  if (omitted === 0) return [...messages, reply];
  if (!truncates) {
    const field = 'previous_response_id';
    const message = `${field} names a conversation that was too long to be kept whole: send it as input, or ask for truncation auto`;
    throw new DomainError('validation_error', message, { field, omitted });
  }
  const first = messages.findIndex(({ role }) => role !== 'tool' && role !== 'function');
  return [...(first < 0 ? [] : messages.slice(first)), reply];
}

/** What an item says as a message; undefined for what the model thought, which no model is told again. */
function itemOf({ reply }: StoredResponse, place: ItemPlace | undefined): Message | undefined {
  switch (place?.kind) {
    case 'reasoning':
      return undefined;
    case 'message':
      return { ...spoken('assistant', reply.content), refusal: reply.refusal };
    case 'call': {
      const call = reply.toolCalls[place.position];
      if (!call) throw unknownResponse('input');
      return { ...spoken('assistant', null), toolCalls: [call] };
    }
    case undefined:
      throw unknownResponse('input');
  }
}
