import type { ReadingRequestType } from '@radiant/billing';
import type { PhiPolicy } from '@radiant/phi';
import type { ReportedUsage, TextSlot } from '@radiant/protocol';
import type { Model, Provider, Service } from '@radiant/registry';
import type { Unscannable } from '../protection/attachments.js';

/** A request that a model reads and answers with numbers: it writes nothing, so only what it reads costs. */
export interface Reading<Answer> {
  /** As the caller named it; undefined: the tenant's default. */
  readonly model: string | undefined;
  readonly service: Service;
  /** What the books call it. */
  readonly requestType: ReadingRequestType;
  /** What leaves under a rule for parts that can't be searched. @throws DomainError `phi_policy_blocked` naming the part. */
  leaving(rule: PhiPolicy['unscannable']): LeavingTexts;
  /** After the provider's address. @throws DomainError `validation_error` when the provider has no such thing. */
  path(provider: Provider, model: Model): string;
  /** What the outbound bytes say by themselves. */
  grammar(upstreamModel: string): ReadingGrammar;
  /** @throws DomainError `provider_error` when the text is anything else. */
  decode(text: string): { readonly answer: Answer; readonly usage: ReportedUsage | undefined };
}

export interface LeavingTexts {
  /** Every text of it, in order. */
  readonly slots: readonly TextSlot[];
  /** How many leave as numbers of the model's vocabulary, in the place of texts. */
  readonly tokens?: number;
  readonly unscannable: Unscannable | undefined;
  /** The exact bytes with `texts` in the places of the slots. */
  encode(texts: readonly string[], upstreamModel: string): string;
}

export interface ReadingGrammar {
  readonly keys: ReadonlySet<string>;
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
}
