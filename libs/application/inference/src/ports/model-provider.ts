import type { Provider } from '@radiant/registry';

/** One call to an upstream, ready to be sent. */
export interface UpstreamCall {
  /** Where it goes, with which key and how: its row of the registry. */
  readonly provider: Provider;
  /** After the provider's address, e.g. `/v1/chat/completions`. */
  readonly path: string;
  /** The exact JSON that leaves, placeholders in it. */
  readonly body: string;
  /** Aborting closes the connection to the upstream. */
  readonly signal: AbortSignal;
}

/**
 * The way to a model. Enforces the deadlines of connecting, first byte, silence between pieces and the whole call.
 * Every failure is a DomainError in our own words: `provider_error`, `provider_timeout`, `rate_limited`,
 * `service_unavailable`, or `validation_error` when the upstream refused the request as invalid.
 */
export abstract class ModelProvider {
  /** The whole body of a successful answer. */
  abstract complete(call: UpstreamCall): Promise<string>;
  /**
   * The text of a streamed answer as it arrives, once its status is known to be good. Reading slowly slows the
   * upstream; leaving the loop closes the connection, unless what is left of the text ends within a moment.
   */
  abstract stream(call: UpstreamCall): Promise<AsyncIterable<string>>;
  /**
   * Whether it answers at all, without a key and without work for a model.
   * @param deadlineMs for the answer.
   * @throws as above.
   */
  abstract ping(provider: Provider, deadlineMs: number): Promise<void>;
}
