import { USAGE_DETAILS, type TokenUsage, type UsageDetail } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import type { UsageRow } from './usage-rows.js';

type Counted = Pick<UsageRow, 'inputTokens' | 'cachedInputTokens' | 'outputTokens' | 'reasoningTokens' | 'usageDetail'>;

/** @throws DomainError `service_unavailable` when the row is not valid. */
export function storedUsage(row: Counted): TokenUsage {
  const sums = {
    inputTokens: row.inputTokens,
    cachedInputTokens: row.cachedInputTokens,
    outputTokens: row.outputTokens,
    reasoningTokens: row.reasoningTokens,
  };
  return row.usageDetail === null ? sums : { ...sums, detail: storedDetail(row.usageDetail) };
}

/** Whole numbers come as text. */
interface CountedRecord {
  readonly input_tokens: string;
  readonly cached_input_tokens: string;
  readonly output_tokens: string;
  readonly reasoning_tokens: string;
  readonly usage_detail: object | null;
}

/** The same of what a plain statement answers. @throws DomainError `service_unavailable` when the record is not valid. */
export const recordedUsage = (record: CountedRecord): TokenUsage =>
  storedUsage({
    inputTokens: Number(record.input_tokens),
    cachedInputTokens: Number(record.cached_input_tokens),
    outputTokens: Number(record.output_tokens),
    reasoningTokens: Number(record.reasoning_tokens),
    usageDetail: record.usage_detail,
  });

function storedDetail(stored: object): NonNullable<TokenUsage['detail']> {
  const detail: Partial<Record<UsageDetail, number>> = {};
  for (const [kind, count] of Object.entries<unknown>({ ...stored })) {
    const known = USAGE_DETAILS.find((name) => name === kind);
    if (known === undefined || typeof count !== 'number') {
      throw new DomainError('service_unavailable', 'a stored usage record is not valid');
    }
    detail[known] = count;
  }
  return detail;
}
