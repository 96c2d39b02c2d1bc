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
import type { RequestType } from './usage-entry.js';

/** What a call may cost at most, set aside before it leaves. Counts and ids only: never a word of what is said. */
export interface Reservation {
  readonly tenantId: TenantId;
  readonly requestId: RequestId;
  readonly appId: AppId;
  readonly apiKeyId: ApiKeyId | undefined;
  readonly userId: UserId | undefined;
  readonly sessionId: SessionId | undefined;
  readonly modelId: ModelId;
  readonly providerId: ProviderId;
  readonly requestType: RequestType;
  /** `key=value`, as budgets of a tag name them. */
  readonly tags: readonly string[];
  /** Tokens at most. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: Money;
  readonly billedAmount: Money;
  readonly priceVersion: number;
  readonly reservedAt: Instant;
  /** Without a settlement until then the call is billed as reserved. */
  readonly expiresAt: Instant;
}

/** The same reservation for a call that a certain model has taken: what is settled names who served it. */
export const takenBy = (reservation: Reservation, modelId: ModelId, providerId: ProviderId): Reservation =>
  reservation.modelId === modelId && reservation.providerId === providerId
    ? reservation
    : { ...reservation, modelId, providerId };

/** What bounds a call's tokens. */
export interface CallSize {
  /** The exact JSON that leaves. */
  readonly body: string;
  /** Whether there are pictures, recordings or files in it, whose tokens have nothing to do with its length. */
  readonly attachments: boolean;
  /** Whether there are recordings among them. */
  readonly recordings?: boolean;
  /** Whether it predicts the output: what the model rejects of that is billed as output. */
  readonly predicted: boolean;
  /** Tokens of one answer at most, as the caller asked for. */
  readonly maxTokens: number | undefined;
  /** How many answers. */
  readonly choices: number;
}

/** What the model itself can do, in tokens. */
export interface ModelLimits {
  readonly contextWindow: number | undefined;
  readonly maxOutputTokens: number | undefined;
}

/** The most `max_tokens` that is accepted: what a model without stated limits may answer. */
const MOST_TOKENS = 128_000;

/**
 * The most tokens that a call can consume. Every tokenizer here works on bytes and makes at least one byte a token, so the
 * bytes of the body bound the input, whatever the provider adds around messages included: the JSON around them is longer.
 */
export function mostTokens(size: CallSize, model: ModelLimits): { inputTokens: number; outputTokens: number } {
  const window = model.contextWindow ?? MOST_TOKENS;
  const bytes = bytesOf(size.body);
  const output = size.maxTokens ?? Math.min(model.maxOutputTokens ?? MOST_TOKENS, window);
  return {
    inputTokens: bytes + (size.attachments ? window : 0),
    outputTokens: (output + (size.predicted ? bytes : 0)) * size.choices,
  };
}

/** Length in UTF-8. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit > 0x7f) bytes += 1; // of a pair each half counts two: four bytes for two units
  }
  return bytes;
}
