import { DomainError } from '@radiant/kernel';
import { assertNoIdentifiers, assertNoOriginals, hiddenCategories } from '@radiant/phi';
import type { Route } from '@radiant/registry';
import type { CallSignals } from '../ports/call-signals.js';
import type { ProtectedRequest } from '../protection/protect-request.js';
import { chatDialectOf, type ChatDialect } from './chat-dialect.js';

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

/** Looks at what is about to leave and tells when it was held back. @throws as `inspect`. */
export function noticingTrips(signals: Pick<CallSignals, 'tripped'>, inspect: () => void): void {
  try {
    inspect();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'phi_policy_blocked') signals.tripped();
    throw error;
  }
}
