import {
  totalTokens,
  type RecordUsage,
  type ReportedUsage as RawUsage,
  type Reservation,
  type UsageEntry,
} from '@radiant/billing';
import type { Clock } from '@radiant/kernel';
import type { Shielded } from '@radiant/phi';
import type { ReportedUsage } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { CallFacts } from './inference-call.js';
import type { LimitRates } from './limit-rates.js';

/** What of a call that left costs money. */
interface MeteredCall {
  readonly reservation: Reservation;
  readonly route: Route;
  readonly shielded: Shielded;
  readonly sentTokens?: number | undefined;
}

/** What is billed: by the provider's count, or that of the texts; a kept answer has a price of its own. */
export interface Consumed {
  readonly usage: ReportedUsage | undefined;
  readonly texts: readonly string[];
  /** Of texts that were counted already and are not among them. */
  readonly countedTokens?: number;
  readonly fromCache?: boolean;
  /** The provider had not said that the answer was whole. */
  readonly brokenOff?: boolean;
}

/** Settles the money of a call. */
export class MeterCall {
  constructor(
    private readonly recordUsage: RecordUsage,
    private readonly rates: LimitRates,
    private readonly clock: Clock,
  ) {}

  /** The one usage row of a call. Durable when it resolves. */
  async execute(call: CallFacts, prepared: MeteredCall, answer: Consumed): Promise<UsageEntry> {
    const entry = await this.recordUsage.execute({
      reservation: prepared.reservation,
      price: prepared.route.price,
      reported: answer.usage && reportedBy(answer.usage),
      fromCache: answer.fromCache ?? false,
      brokenOff: answer.brokenOff ?? false,
      sentTexts: prepared.shielded.texts,
      sentTokens: prepared.sentTokens ?? 0,
      receivedTexts: answer.texts,
      receivedTokens: answer.countedTokens ?? 0,
      latencyMs: Math.round(this.clock.elapsed() - call.arrivedAt),
    });
    await this.rates.consumed(call, totalTokens(entry.usage));
    return entry;
  }

  /** The upstream charges nothing: what was reserved is free again. */
  async release({ reservation }: Pick<MeteredCall, 'reservation'>): Promise<undefined> {
    await this.recordUsage.release(reservation);
  }
}

/** As the provider sent it, or as its sums say it. */
const reportedBy = ({ asSent, ...sums }: ReportedUsage): RawUsage =>
  asSent ?? {
    form: 'openai',
    fields: {
      prompt_tokens: sums.promptTokens,
      completion_tokens: sums.completionTokens,
      prompt_tokens_details: { cached_tokens: sums.cachedTokens },
      completion_tokens_details: { reasoning_tokens: sums.reasoningTokens },
    },
  };

/** The other way, for an answer whose provider said nothing. */
export const asReported = ({ usage }: UsageEntry): ReportedUsage => ({
  promptTokens: usage.inputTokens + usage.cachedInputTokens,
  completionTokens: usage.outputTokens + usage.reasoningTokens,
  cachedTokens: usage.cachedInputTokens,
  reasoningTokens: usage.reasoningTokens,
});
