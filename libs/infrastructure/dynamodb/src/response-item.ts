import type { ResponseKey, StoredResponse } from '@radiant/inference';
import { appId, DomainError, mappingId, type SealContext, type TenantId } from '@radiant/kernel';
import { decodeChatRequest, encodeChatRequest, type Message, type ReportedUsage } from '@radiant/protocol';
import { messageJson, readMessages } from './session-messages.js';
import { responseKey, sessionScope } from './table-keys.js';

/** A response as it is stored: only how long it lives stands in the open. */
export interface ResponseItem {
  readonly pk: string;
  readonly sealed: Uint8Array;
  /** In ms. It may shorten the item's life and never prolong it: the sealed one holds as well. */
  readonly expires_at: number;
  /** Seconds, for the store's sweeper. */
  readonly ttl: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Under the key of its session, so that it goes when that does. */
export const responseContext = (tenantId: TenantId, { session, request }: ResponseKey): SealContext => ({
  tenantId,
  record: `session#${session}#response#${request}`,
  version: 1,
  keyScope: sessionScope(session),
});

export const responseItem = (tenantId: TenantId, response: StoredResponse, sealed: Uint8Array): ResponseItem => ({
  pk: responseKey(tenantId, response.session, response.request),
  sealed,
  expires_at: response.expiresAt,
  ttl: Math.ceil(response.expiresAt / 1000),
});

/** What stands behind the messages at most. */
const ENDING_BYTES = 20;

/** What is sealed: of the messages the newest that fit into `bytes` with the rest; undefined when the rest does not. */
export function responseContent(response: StoredResponse, bytes: number): string | undefined {
  const { owner, app, model, previous, instructions, finishReason, createdAt, expiresAt, usage, truncates } = response;
  const fields = JSON.stringify({
    fields: {
      ...{
        owner,
        app,
        model,
        mappingId: response.mappingId,
        previous,
        instructions,
        finishReason,
        createdAt,
        expiresAt,
      },
      truncates,
    },
    usage: usage && {
      promptTokens: usage.promptTokens,
      completionTokens: usage.completionTokens,
      cachedTokens: usage.cachedTokens,
      reasoningTokens: usage.reasoningTokens,
    },
  }).slice(0, -1);
  // The settings are kept as a chat request is sent, with a message that says nothing: they are read by the same codec.
  const asked = encodeChatRequest({ ...response.asked, messages: [SILENCE], stream: false }, model);
  const rest = `${fields},"asked":${asked},"reply":${messageJson(response.reply)},"messages":[`;
  let room = bytes - Buffer.byteLength(rest) - ENDING_BYTES;
  if (room < 0) return undefined;
  const texts = response.messages.map(messageJson);
  let first = texts.length;
  for (const text of texts.toReversed()) {
    room -= Buffer.byteLength(text) + 1;
    if (room < 0) break;
    first -= 1;
  }
  return `${rest}${texts.slice(first).join(',')}],"omitted":${first}}`;
}

/** An item that was read. @throws DomainError `internal_error` when it is not one of ours. */
export function readResponseItem({ sealed, expires_at }: Fields): Pick<ResponseItem, 'sealed' | 'expires_at'> {
  if (typeof expires_at !== 'number' || !(sealed instanceof Uint8Array)) return invalid();
  return { sealed, expires_at };
}

/** The other way from `responseContent`. @throws DomainError `internal_error`. */
export function readResponse({ session, request }: ResponseKey, text: string): StoredResponse {
  const content = fieldsOf(JSON.parse(text));
  const fields = fieldsOf(content['fields']);
  const { owner, app, model, createdAt, expiresAt, mappingId: mapping, finishReason } = fields;
  if (typeof owner !== 'string' || typeof model !== 'string') return invalid();
  const [reply] = readMessages([content['reply']]);
  const asked = decodeChatRequest(content['asked']);
  return {
    session,
    request,
    owner,
    app: typeof app === 'string' ? appId(app) : undefined,
    model,
    mappingId: typeof mapping === 'string' ? mappingId(mapping) : undefined,
    previous: optional(fields['previous']),
    instructions: optional(fields['instructions']),
    messages: readMessages(content['messages']),
    omitted: count(content['omitted'] ?? 0),
    truncates: fields['truncates'] === true,
    reply: reply ?? invalid(),
    asked: { ...asked, messages: [], includeUsage: true },
    finishReason: optional(finishReason ?? undefined) ?? null,
    usage: content['usage'] === undefined ? undefined : usageOf(fieldsOf(content['usage'])),
    createdAt: count(createdAt),
    expiresAt: count(expiresAt),
  };
}

const SILENCE: Message = {
  role: 'user',
  content: '',
  name: undefined,
  refusal: undefined,
  toolCalls: [],
  toolCallId: undefined,
  functionCall: undefined,
};

const usageOf = (fields: Fields): ReportedUsage => ({
  promptTokens: count(fields['promptTokens']),
  completionTokens: count(fields['completionTokens']),
  cachedTokens: count(fields['cachedTokens']),
  reasoningTokens: count(fields['reasoningTokens']),
});

const optional = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : invalid();

const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : invalid());

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : invalid();

function invalid(): never {
  throw new DomainError('internal_error', 'a stored response is not valid');
}
