import { MOST_SUBJECTS, subjectText, type SettledTrail } from '@radiant/audit';
import { auditActor } from '@radiant/identity';
import {
  DomainError,
  type AuditEvent,
  type AuditTrail,
  type Clock,
  type Digest,
  type IdGenerator,
  type KeyedDigest,
} from '@radiant/kernel';
import {
  hiddenCategories,
  IDENTIFYING_CATEGORIES,
  PHI_CATEGORIES,
  placeholderCategory,
  type PhiFinding,
  type PhiCategory,
  type PhiPolicy,
  type Shielded,
} from '@radiant/phi';
import type { Route } from '@radiant/registry';
import { departureDetails, unscannableDetails, type DepartureFacts } from './departure-details.js';
import type { CallFacts } from './inference-call.js';
import type { Unscannable } from './protection/attachments.js';
import { receiptDetails } from './receipts/receipt-details.js';
import { receiptEventId, wasAnswered, type OpenedReceipt, type Receipt } from './receipts/receipt.js';

/** What is said of somebody, whoever it is. */
const CLINICAL: ReadonlySet<PhiCategory> = new Set<PhiCategory>(['DIAGNOSIS', 'TREATMENT']);
/** Addresses of pages and machines are nobody's as a rule: they are counted, and nobody is looked for by them. */
const NOBODYS: ReadonlySet<PhiCategory> = new Set<PhiCategory>(['URL', 'IP']);
/** Categories by which a person is found again; dates and diagnoses are shared by many. */
const IDENTIFYING: ReadonlySet<PhiCategory> = new Set(
  IDENTIFYING_CATEGORIES.filter((category) => !NOBODYS.has(category)),
);
const exposed = new WeakMap<PhiPolicy, ReadonlySet<PhiCategory>>();

/**
 * Identifiers of Safe Harbor that the policy lets leave in the clear: they are looked for all the same, and accounted for.
 */
export function exposedIdentifiers(policy: PhiPolicy): ReadonlySet<PhiCategory> {
  let categories = exposed.get(policy);
  if (!categories) {
    const hidden = hiddenCategories(policy);
    categories = new Set(PHI_CATEGORIES.filter((category) => !CLINICAL.has(category) && !hidden.has(category)));
    exposed.set(policy, categories);
  }
  return categories;
}

/** What is about to leave. */
export interface Departure extends DepartureFacts {
  readonly route: Route;
  readonly shielded: Shielded;
  /** What stands in it in the clear. */
  readonly exposed: readonly PhiFinding[];
  readonly receipt: OpenedReceipt;
}

/** Writes down what leaves before it leaves: who sent it, whom it concerns, to which provider. */
export class AuditCall {
  constructor(
    private readonly trail: AuditTrail,
    private readonly settledTrail: SettledTrail,
    private readonly subjects: KeyedDigest,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly digest: Digest,
  ) {}

  /**
   * Another departure of a call, by another route. Durable when it resolves.
   * @throws DomainError `service_unavailable`: what can't be accounted for must not leave.
   */
  async departed(call: CallFacts, departure: Departure): Promise<void> {
    await this.trail.record(await this.departure(call, departure));
  }

  /** The event of a departure, still to be recorded. @throws DomainError `service_unavailable`. */
  async departure(call: CallFacts, departure: Departure): Promise<AuditEvent> {
    const { route, shielded, exposed } = departure;
    const { tenantId } = call.principal;
    const found = identifying(shielded, exposed);
    const identifiers = found.slice(0, MOST_SUBJECTS);
    const left = found.length - identifiers.length;
    return {
      ...this.event(call, route, 'inference.call'),
      outcome: 'success',
      phi: {
        categories: counted(shielded, exposed),
        disclosed: exposed.length > 0,
        subjects: identifiers.length === 0 ? [] : await this.subjects.digest(tenantId, 'audit-subject', identifiers),
      },
      details: { ...departureDetails(departure), ...(left > 0 && { subjectsLeftOut: left }) },
    };
  }

  /** The event of a call that is answered with what an earlier one was told, still to be recorded: nothing leaves. */
  reused(
    call: CallFacts,
    { route, shielded, restores, receipt }: Pick<Departure, 'route' | 'shielded' | 'restores' | 'receipt'>,
  ): AuditEvent {
    return {
      ...this.event(call, route, 'inference.reuse'),
      outcome: 'success',
      phi: { categories: counted(shielded, []), disclosed: false, subjects: [] },
      details: { restored: restores, mapping: shielded.mappingId ?? null, receipt: receipt.id },
    };
  }

  /** What did not leave, because it could not be protected. Never fails: the refusal stands whatever becomes of this. */
  async blocked(call: CallFacts, route: Route, unscannable: Unscannable | undefined): Promise<void> {
    await this.trail
      .record({
        ...this.event(call, route, 'inference.block'),
        outcome: 'refused',
        details: { code: 'phi_policy_blocked', ...unscannableDetails(unscannable) },
      })
      .catch(() => undefined);
  }

  /** What became of a call that left and brought no whole answer. Never fails: the caller already learns why. */
  async failed(call: CallFacts, route: Route, error: unknown): Promise<void> {
    await this.settledTrail
      .record({
        ...this.event(call, route, 'inference.fail'),
        outcome: 'failed',
        details: { code: error instanceof DomainError ? error.code : 'internal_error' },
      })
      .catch(() => undefined); // the event of its departure stands
  }

  /** Closes the receipt. Durable when it resolves. @throws DomainError `service_unavailable`. */
  async settled(call: CallFacts, route: Route, receipt: Receipt): Promise<void> {
    await this.settledTrail.record({
      id: receiptEventId(receipt, this.digest),
      tenantId: call.principal.tenantId,
      occurredAt: receipt.closedAt,
      action: 'inference.settle',
      actor: auditActor(call.principal),
      resource: { type: 'receipt', id: receipt.id },
      route: { providerId: route.provider.id, modelId: route.model.id },
      requestId: call.requestId,
      origin: call.origin,
      outcome: wasAnswered(receipt.outcome) ? 'success' : 'failed',
      details: receiptDetails(receipt),
    });
  }

  private event(call: CallFacts, { provider, model }: Route, action: AuditEvent['action']) {
    return {
      id: this.ids.uuid(),
      tenantId: call.principal.tenantId,
      occurredAt: this.clock.now(),
      action,
      actor: auditActor(call.principal),
      resource: { type: 'model', id: model.id },
      route: { providerId: provider.id, modelId: model.id },
      requestId: call.requestId,
      origin: call.origin,
    };
  }
}

function counted({ counts }: Shielded, exposed: readonly PhiFinding[]): Record<string, number> {
  const all = new Map<string, number>(counts);
  for (const { category } of exposed) all.set(category, (all.get(category) ?? 0) + 1);
  return Object.fromEntries(all);
}

/** Whoever is in the clear first, each once. */
function identifying({ originals }: Shielded, exposed: readonly PhiFinding[]): readonly string[] {
  const texts = new Set<string>();
  for (const { category, original } of exposed) {
    if (IDENTIFYING.has(category)) texts.add(subjectText(category, original));
  }
  for (const [placeholder, original] of originals) {
    const category = placeholderCategory(placeholder);
    if (category !== undefined && IDENTIFYING.has(category)) texts.add(subjectText(category, original));
  }
  return [...texts];
}
