import {
  DomainError,
  mappingId as parseMappingId,
  type AppId,
  type Clock,
  type IdGenerator,
  type Instant,
  type KeyedDigest,
  type MappingId,
  type SessionId,
  type TenantId,
} from '@radiant/kernel';
import type { PhiCategory } from '../category.js';
import { Conversation } from './conversation.js';
import { mergeMatches } from '../detection/merge.js';
import { hideSlots, type HidingOptions, type Matches, type Replacement } from './hide-slots.js';
import { MappingWrites } from './mapping-writes.js';
import type { PhiMapping } from '../mapping.js';
import { Pace } from '../pace.js';
import { joinedSlots, passagesOf, type Passages } from './passages.js';
import { mentionedIndices } from '../placeholder.js';
import { hiddenCategories, type PhiPolicy } from '../policy/policy.js';
import type { PolicyDetection } from '../policy/policy-detection.js';
import type { PhiVault } from '../ports/phi-vault.js';
import { searchPassages } from './search-passages.js';
import type { TextSlot } from './slot-text.js';
import { daysFrom } from '../transformations/date-shift.js';
import { placeholders, safeHarbor, shiftedDates, type Transformation } from '../transformations/transformation.js';

/** The app that a call is made in. */
export interface CallingApp {
  readonly id: AppId;
  /** Whether the caller's credential is good for what was begun in this app alone. */
  readonly only: boolean;
}

export interface ShieldRequest {
  readonly tenantId: TenantId;
  /** What is hidden is kept as this app's; undefined: as no app's. */
  readonly app?: CallingApp;
  /** The strictest of all policies that apply, the request's own wishes included. */
  readonly policy: PhiPolicy;
  readonly sessionId?: SessionId;
  readonly slots: readonly TextSlot[];
  /** Whether each replacement is to be told of; without it none is noted down. */
  readonly records?: boolean;
  /** Told when a second opinion could not be had and the policy lets the rules do alone. */
  readonly withoutSecondOpinion?: () => void;
}

export interface Shielded {
  /** The slots' texts, in order, with placeholders. */
  readonly texts: readonly string[];
  /** Where the originals are kept; absent when there are none. */
  readonly mappingId?: MappingId;
  /** When the originals there are forgotten; absent when there are none. */
  readonly originalsUntil?: Instant;
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

/** What is to be hidden, and how. */
interface Findings {
  readonly passages: Passages;
  readonly found: Matches;
  readonly options: HidingOptions;
}

const DATE_SHIFT_PURPOSE = 'phi-date-shift';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a session lives after its latest turn; what its placeholders stand for is kept as long at least. */
export const SESSION_LIFE_MS = 30 * DAY_MS;
const TRIES = 5;
/** Identifiers whose originals are kept for one call, and units of them: more than a row of any store takes, and soon hidden. */
const MOST_KEPT = { identifiers: 10_000, units: 400_000 } as const;
/** Where none is kept. */
const MOST_HIDDEN = { identifiers: Infinity, units: MOST_KEPT.units } as const;

/** Replaces the PHI of a call by placeholders and keeps what they stand for. */
export class PhiShield {
  private readonly writes: MappingWrites;

  constructor(
    private readonly detection: PolicyDetection,
    private readonly vault: PhiVault,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly digests: KeyedDigest,
  ) {
    this.writes = new MappingWrites(vault);
  }

  /**
   * @throws DomainError `not_found` for a session that hides for another app; `service_unavailable` when detection or the
   * session's store fails, since nothing passes unseen, and where the store of single calls is failing;
   * `payload_too_large` for more identifiers than one call can hide, or one mapping keep.
   */
  async hide(request: ShieldRequest): Promise<Shielded> {
    const pace = new Pace(this.detection.pause);
    const passages = await passagesOf(request.slots, pace);
    const hides = hiddenCategories(request.policy).size > 0 || passages.all.some(({ marks }) => marks.length > 0);
    if (!hides && request.sessionId === undefined) return this.untouched(request, undefined);
    const [stored, found] = await Promise.all([this.readSession(request), this.detectAndMarked(passages, request)]);
    if (!hides || (!stored && found.every((matches) => matches.length === 0))) return this.untouched(request, stored);
    const forGood = request.policy.transformation === 'safe_harbor';
    const options = {
      most: forGood ? MOST_HIDDEN : MOST_KEPT,
      records: request.records,
      transformation: await this.transformation(request),
      pace,
    };
    if (forGood) return this.hideForGood(request, { passages, found, options }, stored);
    return request.sessionId === undefined
      ? this.hideOnce(request, { passages, found, options })
      : this.hideInSession(request, { passages, found, options }, stored);
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
    const read = await passagesOf(slots, new Pace(this.detection.pause));
    const found = await searchPassages(this.detection, read, { policy, categories });
    return read.all.flatMap((passage, index) =>
      (found[index] ?? []).map((match) => ({ category: match.category, original: passage.valueOf(match) })),
    );
  }

  /** What is hidden is kept nowhere, so nobody can put it back; indices are never those of what is kept. */
  private async hideForGood(
    request: ShieldRequest,
    { passages, found, options }: Findings,
    stored: PhiMapping | undefined,
  ): Promise<Shielded> {
    const conversation = this.conversation(request, stored && { ...stored, entries: [] });
    const hidden = await hideSlots(passages, found, conversation, options);
    return { ...hidden, originals: conversation.originals, stored: Promise.resolve() };
  }

  private async hideOnce(request: ShieldRequest, { passages, found, options }: Findings): Promise<Shielded> {
    const conversation = this.conversation(request, undefined);
    const hidden = await hideSlots(passages, found, conversation, options);
    const mapping = this.toMapping(request, conversation, parseMappingId(this.ids.uuid()), undefined);
    const { stored } = await this.writes.begin(request.tenantId, mapping);
    const { originals } = conversation;
    return { ...hidden, mappingId: mapping.id, originalsUntil: mapping.expiresAt, originals, stored };
  }

  /** Allocates on top of what is stored and stores the result; whoever loses the race starts again from the winner's. */
  private async hideInSession(
    request: ShieldRequest,
    { passages, found, options }: Findings,
    known: PhiMapping | undefined,
  ): Promise<Shielded> {
    let stored = known;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const conversation = this.conversation(request, stored);
      const hidden = await hideSlots(passages, found, conversation, options);
      const mapping = this.toMapping(request, conversation, sessionMappingId(request), stored);
      if ((!conversation.changed && !this.isAging(stored)) || (await this.vault.replace(request.tenantId, mapping))) {
        const { originals } = conversation;
        const stored = Promise.resolve();
        return { ...hidden, mappingId: mapping.id, originalsUntil: mapping.expiresAt, originals, stored };
      }
      stored = await this.readSession(request);
    }
    throw busy();
  }

  /** Nothing is replaced; a session's indices are kept on for as long as the session is used. */
  private async untouched(request: ShieldRequest, known: PhiMapping | undefined): Promise<Shielded> {
    const [stored, conversation] = await this.keptOn(request, known);
    return {
      texts: request.slots.map((slot) => slot.text),
      originals: conversation?.originals ?? new Map(),
      counts: new Map(),
      stored: Promise.resolve(),
      // a session that has hidden nothing yet has nothing to give back
      ...(stored &&
        conversation &&
        conversation.originals.size > 0 && {
          mappingId: stored.id,
          originalsUntil: stored.expiresAt,
        }),
      ...(request.records && { replacements: request.slots.map(() => []) }),
    };
  }

  private async keptOn(
    request: ShieldRequest,
    known: PhiMapping | undefined,
  ): Promise<readonly [stored: PhiMapping | undefined, conversation: Conversation | undefined]> {
    if (request.sessionId === undefined) return [undefined, undefined];
    let stored = known;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const conversation = this.conversation(request, stored);
      const mapping = this.toMapping(request, conversation, sessionMappingId(request), stored);
      const stands = !conversation.changed && !this.isAging(stored);
      if (stands || (await this.vault.replace(request.tenantId, mapping))) return [stored, conversation];
      stored = await this.readSession(request);
    }
    throw busy();
  }

  /** Whether a session that goes on now would outlive the record by more than a day. */
  private isAging(stored: PhiMapping | undefined): boolean {
    return stored !== undefined && stored.retainUntil < this.clock.now() + SESSION_LIFE_MS - DAY_MS;
  }

  private conversation(request: ShieldRequest, stored: PhiMapping | undefined): Conversation {
    const { slots } = request;
    const mentioned = mentionedIndices(writtenIn(slots));
    if (!slots.some(({ issued }) => issued)) return new Conversation(stored, this.ids, mentioned);
    const typed = mentionedIndices(writtenIn(slots.filter(({ issued }) => !issued)));
    return new Conversation(stored, this.ids, mentioned, typed);
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
    const kept = stored && stored.entries.length > 0 ? stored : undefined;
    const expiresAt = kept ? Math.min(kept.expiresAt, fresh) : fresh;
    const retainUntil = request.sessionId === undefined ? expiresAt : Math.max(expiresAt, now + SESSION_LIFE_MS);
    const app = stored?.app ?? (kept ? undefined : request.app?.id);
    return conversation.toMapping(id, { app, expiresAt, retainUntil });
  }

  private async readSession(request: ShieldRequest): Promise<PhiMapping | undefined> {
    if (request.sessionId === undefined) return undefined;
    const stored = await this.vault.read(request.tenantId, sessionMappingId(request));
    const isOthers = stored?.app !== undefined && request.app?.only && stored.app !== request.app.id;
    if (isOthers) throw new DomainError('not_found', 'there is no such session');
    return stored;
  }

  private async transformation(request: ShieldRequest): Promise<Transformation> {
    const { transformation, dateShift } = request.policy;
    if (transformation === 'placeholder' && !dateShift) return placeholders;
    const now = new Date(this.clock.now());
    const today = { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() };
    return transformation === 'safe_harbor' ? safeHarbor(today) : shiftedDates(await this.daysOf(request), today);
  }

  /** The same for every call of a session, and nobody's guess without the tenant's key. */
  private async daysOf({ tenantId, sessionId }: ShieldRequest): Promise<number> {
    const [digest = ''] = await this.digests.digest(tenantId, DATE_SHIFT_PURPOSE, [sessionId ?? this.ids.uuid()]);
    return daysFrom(digest);
  }

  private async detectAndMarked(passages: Passages, request: ShieldRequest): Promise<Matches> {
    const { policy, withoutSecondOpinion } = request;
    const found = await searchPassages(this.detection, passages, { policy, withoutSecondOpinion });
    return found.map((matches, index) => {
      const marks = passages.all[index]?.marks ?? [];
      return marks.length === 0 ? matches : mergeMatches([...matches, ...marks]);
    });
  }
}

/** Each text, and those together that a model reads together. */
const writtenIn = (slots: readonly TextSlot[]): readonly string[] => [
  ...slots.map(({ text }) => text),
  ...joinedSlots(slots)
    .filter(({ length }) => length > 1)
    .map((group) => group.map((index) => slots[index]?.text ?? '').join('')),
];

/** A session's mapping bears the session's own id. */
const sessionMappingId = (request: ShieldRequest): MappingId => parseMappingId(request.sessionId ?? '');

const busy = (): DomainError =>
  new DomainError('service_unavailable', 'the session is being written by too many requests at once', {
    retryAfterSeconds: 1,
  });
