import type {
  ApiKeyId,
  AppId,
  Instant,
  ModelId,
  Money,
  ProviderId,
  RequestId,
  SessionId,
  TenantId,
  UserId,
} from '@radiant/kernel';
import type { TokenUsage } from './token-usage.js';

/** The shapes in which callers chat, as the books name them; a stream's has `.stream` behind it. */
const CHAT_REQUEST_TYPES = ['chat.completion', 'message', 'response', 'text.completion'] as const;
export type ChatRequestType = (typeof CHAT_REQUEST_TYPES)[number];

/** Calls that a model reads and answers with numbers. */
const READING_REQUEST_TYPES = ['embedding', 'moderation', 'rerank'] as const;
export type ReadingRequestType = (typeof READING_REQUEST_TYPES)[number];

export type RequestType = ChatRequestType | `${ChatRequestType}.stream` | ReadingRequestType;
export const REQUEST_TYPES: readonly RequestType[] = [
  ...CHAT_REQUEST_TYPES.flatMap((type): RequestType[] => [type, `${type}.stream`]),
  ...READING_REQUEST_TYPES,
];

/** One priced call. Holds counts and ids only: never a word of what was said. */
export interface UsageEntry {
  readonly tenantId: TenantId;
  readonly requestId: RequestId;
  readonly appId: AppId;
  readonly apiKeyId: ApiKeyId | undefined;
  readonly userId: UserId | undefined;
  readonly sessionId: SessionId | undefined;
  readonly modelId: ModelId;
  readonly providerId: ProviderId;
  readonly requestType: RequestType;
  /** `key=value`. */
  readonly tags: readonly string[];
  readonly usage: TokenUsage;
  readonly cost: Money;
  readonly billedAmount: Money;
  /** The provider sent no usage that can be right, or the stream broke: tokens were counted or cut here. */
  readonly estimated: boolean;
  readonly priceVersion: number;
  /** What was added for the tenant; undefined where it is not known any more. */
  readonly markupBasisPoints: number | undefined;
  /** Of the tenant's own markup; undefined where that of the price was added. */
  readonly markupVersion?: number | undefined;
  /** From the request's arrival to the reply's end, in ms. */
  readonly latencyMs: number;
  /** When the call was admitted: the period of budgets, reports and invoices. */
  readonly createdAt: Instant;
}
