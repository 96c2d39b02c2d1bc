import { DomainError } from '@radiant/kernel';
import { assertNoIdentifiers, assertNoOriginals, hiddenCategories, type PhiPolicy, type Shielded } from '@radiant/phi';
import { encodeEmbeddingsRequest, type EmbeddingsRequest } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { CallSignals } from '../ports/call-signals.js';
import type { ProtectedRequest } from '../protection/protect-request.js';
import { chatDialectOf, type ChatDialect } from './chat-dialect.js';
import { embeddingsPath } from './paths.js';

/** What one provider is sent. */
export interface Encoded {
  readonly path: string;
  /** The exact JSON. */
  readonly body: string;
}

/** Of a chat call, with how its answer is read. */
export interface EncodedChat extends Encoded {
  readonly dialect: ChatDialect;
}

/** A protected call as the provider of a route understands it. Nothing may leave before `inspectChat` has seen it. */
export function encodeChat({ request, user }: ProtectedRequest, { provider, model }: Route): EncodedChat {
  const dialect = chatDialectOf(provider);
  return { dialect, path: dialect.path(model), body: dialect.encode(request, model, user) };
}

/** The bytes that are to leave, and what stands in them in base64. @throws DomainError `phi_policy_blocked`. */
export function inspectChat(leaving: ProtectedRequest, { dialect, body }: EncodedChat, { model }: Route): void {
  const { slots, shielded, policy } = leaving;
  const { texts, originals } = shielded;
  const categories = hiddenCategories(policy);
  // A turn that hides nothing may say what an earlier turn of the session hid.
  if (categories.size === 0 && shielded.counts.size === 0) return;
  const attached = texts.filter((_, i) => slots[i]?.destination === 'attachment');
  const grammar = dialect.grammar(model.name);
  for (const text of [body, ...attached.map((each) => JSON.stringify(each))]) {
    assertNoOriginals(text, originals, grammar);
    assertNoIdentifiers(text, categories);
  }
}

/**
 * A call for embeddings as the provider of a route understands it. Nothing may leave before `inspectEmbeddings` has seen it.
 * @throws DomainError `validation_error` when the provider has none.
 */
export const encodeEmbeddings = (
  request: EmbeddingsRequest,
  shielded: Shielded,
  { model, provider }: Route,
): Encoded => ({
  path: embeddingsPath(provider, model),
  body: encodeEmbeddingsRequest(request, shielded.texts, model.name),
});

/** @throws DomainError `phi_policy_blocked`. */
export function inspectEmbeddings(
  { texts, originals }: Shielded,
  policy: PhiPolicy,
  { body }: Encoded,
  { model }: Route,
): void {
  const categories = hiddenCategories(policy);
  if (categories.size === 0 || texts.length === 0) return;
  assertNoOriginals(body, originals, embeddingsGrammar(model.name));
  assertNoIdentifiers(body, categories);
}

/** What the bytes say by themselves. */
const embeddingsGrammar = (upstreamModel: string) => ({
  keys: new Set(['model', 'input', 'dimensions', 'encoding_format']),
  words: new Map([
    ['model', new Set([upstreamModel])],
    ['encoding_format', new Set(['float'])],
  ]),
});

/** Looks at what is about to leave and tells when it was held back. @throws as `inspect`. */
export function noticingTrips(signals: Pick<CallSignals, 'tripped'>, inspect: () => void): void {
  try {
    inspect();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'phi_policy_blocked') signals.tripped();
    throw error;
  }
}
