import {
  DomainError,
  mappingId as parseMappingId,
  type Clock,
  type IdGenerator,
  type MappingId,
  type SessionId,
  type TenantId,
} from '@radiant/kernel';
import type { PhiCategory } from './category.js';
import { Conversation } from './conversation.js';
import { mergeMatches } from './detection/merge.js';
import type { PhiMapping } from './mapping.js';
import { PhraseFinder } from './phrase-finder.js';
import { mentionedIndices } from './placeholder.js';
import { hiddenCategories, type PhiPolicy } from './policy.js';
import type { PolicyDetection } from './policy-detection.js';
import type { PhiMatch } from './ports/phi-detector.js';
import type { PhiVault } from './ports/phi-vault.js';
import { SlotText, type TextSlot } from './slot-text.js';
import { SHORTEST_PHRASE } from './tripwire.js';

export interface ShieldRequest {
  readonly tenantId: TenantId;
  /** The strictest of all policies that apply, the request's own wishes included. */
  readonly policy: PhiPolicy;
  readonly sessionId?: SessionId;
  readonly slots: readonly TextSlot[];
  /** Whether each replacement is to be told of; without it none is noted down. */
  readonly records?: boolean;
  /** Told when a second opinion could not be had and the policy lets the rules do alone. */
  readonly withoutSecondOpinion?: () => void;
}

/** One stretch that gave way to a placeholder. */
export interface Replacement {
  readonly category: PhiCategory;
  readonly placeholder: string;
  /** UTF-16 offset of the first unit, in the text as it was given. */
  readonly start: number;
  /** UTF-16 offset behind the last unit. */
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface Shielded {
  /** The slots' texts, in order, with placeholders. */
  readonly texts: readonly string[];
  /** Where the originals are kept; absent when there are none. */
  readonly mappingId?: MappingId;
  /** Placeholder -> original, those of earlier turns of the session included. */
  readonly originals: ReadonlyMap<string, string>;
  /** How many stretches were replaced, by category. */
  readonly counts: ReadonlyMap<PhiCategory, number>;
  /** Of each slot, in order; only when the request asked for records. */
  readonly replacements?: readonly (readonly Replacement[])[];
  /** The write of the mapping: to be awaited before the client gets its first byte. Its failure is the caller's. */
  readonly stored: Promise<void>;
}

/** One identifier, as it stands there. */
export interface PhiFinding {
  readonly category: PhiCategory;
  readonly original: string;
}

interface Hidden {
  readonly texts: readonly string[];
  readonly counts: ReadonlyMap<PhiCategory, number>;
  readonly replacements?: readonly (readonly Replacement[])[];
}

type Matches = readonly (readonly PhiMatch[])[];

const HOUR_MS = 3_600_000;
const SESSION_LIFE_MS = 30 * 24 * HOUR_MS;
const TRIES = 5;
const OCCURRENCE_CONFIDENCE = 0.9;

/** Replaces the PHI of a call by placeholders and keeps what they stand for. */
export class PhiShield {
  constructor(
    private readonly detection: PolicyDetection,
    private readonly vault: PhiVault,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws DomainError `service_unavailable` when detection or the session's store fails: nothing passes unseen. */
  async hide(request: ShieldRequest): Promise<Shielded> {
    const categories = hiddenCategories(request.policy);
    if (categories.size === 0 && request.sessionId === undefined) return untouched(request, undefined);
    const slots = request.slots.map((slot) => new SlotText(slot));
    const [stored, found] = await Promise.all([
      this.readSession(request),
      this.detect(slots, request.policy, undefined, request.withoutSecondOpinion),
    ]);
    const nothingToHide = categories.size === 0 || (!stored && found.every((matches) => matches.length === 0));
    if (nothingToHide) return untouched(request, stored);
    return request.sessionId === undefined
      ? this.hideOnce(request, slots, found)
      : this.hideInSession(request, slots, found, stored);
  }

  /**
   * What stands in the slots, without hiding it: for what leaves in the clear because the policy says so, and is to be
   * accounted for. @throws as `hide`.
   */
  async find(
    slots: readonly TextSlot[],
    policy: PhiPolicy,
    categories: ReadonlySet<PhiCategory>,
  ): Promise<readonly PhiFinding[]> {
    if (categories.size === 0) return [];
    const read = slots.map((slot) => new SlotText(slot));
    const found = await this.detect(read, policy, categories);
    return read.flatMap((slot, index) =>
      (found[index] ?? []).map((match) => ({ category: match.category, original: slot.valueOf(match) })),
    );
  }

  private hideOnce(request: ShieldRequest, slots: readonly SlotText[], found: Matches): Shielded {
    const conversation = this.conversation(request, undefined);
    const hidden = hideSlots(request, slots, found, conversation);
    const mapping = this.toMapping(request, conversation, parseMappingId(this.ids.uuid()), undefined);
    const stored = this.vault.create(request.tenantId, mapping);
    stored.catch(() => undefined); // reported to whoever awaits `stored`, and never as an unhandled rejection
    return { ...hidden, mappingId: mapping.id, originals: conversation.originals, stored };
  }

  /** Allocates on top of what is stored and stores the result; whoever loses the race starts again from the winner's. */
  private async hideInSession(
    request: ShieldRequest,
    slots: readonly SlotText[],
    found: Matches,
    known: PhiMapping | undefined,
  ): Promise<Shielded> {
    let stored = known;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const conversation = this.conversation(request, stored);
      const hidden = hideSlots(request, slots, found, conversation);
      const mapping = this.toMapping(request, conversation, sessionMappingId(request), stored);
      if (!conversation.changed || (await this.vault.replace(request.tenantId, mapping))) {
        return { ...hidden, mappingId: mapping.id, originals: conversation.originals, stored: Promise.resolve() };
      }
      stored = await this.readSession(request);
    }
    throw new DomainError('service_unavailable', 'the session is being written by too many requests at once', {
      retryAfterSeconds: 1,
    });
  }

  private conversation(request: ShieldRequest, stored: PhiMapping | undefined): Conversation {
    return new Conversation(stored, this.ids, mentionedIndices(request.slots.map((slot) => slot.text)));
  }

  /** Originals live for the policy's hours from the first of them; later turns may shorten that, never extend it. */
  private toMapping(
    request: ShieldRequest,
    conversation: Conversation,
    id: MappingId,
    stored: PhiMapping | undefined,
  ): PhiMapping {
    const now = this.clock.now();
    const fresh = now + request.policy.reidentification.mappingTtlHours * HOUR_MS;
    const expiresAt = stored && stored.entries.length > 0 ? Math.min(stored.expiresAt, fresh) : fresh;
    const retainUntil = request.sessionId === undefined ? expiresAt : Math.max(expiresAt, now + SESSION_LIFE_MS);
    return conversation.toMapping(id, { expiresAt, retainUntil });
  }

  private async readSession(request: ShieldRequest): Promise<PhiMapping | undefined> {
    if (request.sessionId === undefined) return undefined;
    return this.vault.read(request.tenantId, sessionMappingId(request));
  }

  private detect(
    slots: readonly SlotText[],
    policy: PhiPolicy,
    categories?: ReadonlySet<PhiCategory>,
    withoutSecondOpinion?: () => void,
  ): Promise<Matches> {
    return this.detection.detect(
      slots.map((slot) => slot.meaning),
      policy,
      categories,
      withoutSecondOpinion,
    );
  }
}

/** A session's mapping bears the session's own id. */
const sessionMappingId = (request: ShieldRequest): MappingId => parseMappingId(request.sessionId ?? '');

function untouched(request: ShieldRequest, stored: PhiMapping | undefined): Shielded {
  return {
    texts: request.slots.map((slot) => slot.text),
    originals: new Map(stored?.entries.map((entry) => [entry.placeholder, entry.original])),
    counts: new Map(),
    stored: Promise.resolve(),
    ...(stored && { mappingId: stored.id }),
    ...(request.records && { replacements: request.slots.map(() => []) }),
  };
}

function hideSlots(
  { records }: ShieldRequest,
  slots: readonly SlotText[],
  found: Matches,
  conversation: Conversation,
): Hidden {
  const phrases = knownPhrases(slots, found, conversation);
  const counts = new Map<PhiCategory, number>();
  const replacements = records ? slots.map((): Replacement[] => []) : undefined;
  const texts = slots.map((slot, index) => {
    const matches = mergeMatches([...(found[index] ?? []), ...occurrences(slot.meaning, phrases)]);
    return slot.hiding(matches, (match, { start, end, exact }) => {
      const { category, confidence } = match;
      counts.set(category, (counts.get(category) ?? 0) + 1);
      const placeholder = conversation.placeholderFor(category, slot.valueOf(match), exact);
      replacements?.[index]?.push({ category, placeholder, start, end, confidence });
      return placeholder;
    });
  });
  return { texts, counts, ...(replacements && { replacements }) };
}

/** What must stand in no text any more: the values found now and those of earlier turns. */
function knownPhrases(
  slots: readonly SlotText[],
  found: Matches,
  conversation: Conversation,
): PhraseFinder<PhiCategory> {
  const phrases = new PhraseFinder<PhiCategory>();
  const add = (phrase: string, category: PhiCategory): void => {
    if (phrase.length >= SHORTEST_PHRASE) phrases.add(phrase, category);
  };
  for (const entry of conversation.known) add(entry.original, entry.category);
  for (const [index, slot] of slots.entries()) {
    for (const match of found[index] ?? []) add(slot.valueOf(match), match.category);
  }
  return phrases;
}

const occurrences = (text: string, phrases: PhraseFinder<PhiCategory>): PhiMatch[] =>
  phrases.find(text).map(({ start, end, label }) => ({
    category: label,
    start,
    end,
    confidence: OCCURRENCE_CONFIDENCE,
    rule: 'occurrence',
  }));
