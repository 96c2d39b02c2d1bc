import { subjectText } from '@radiant/audit';
import { auditActor } from '@radiant/identity';
import {
  DomainError,
  type AuditEvent,
  type AuditTrail,
  type Clock,
  type IdGenerator,
  type KeyedDigest,
} from '@radiant/kernel';
import { hiddenCategories, placeholderCategory, type PhiCategory, type PhiPolicy, type Shielded } from '@radiant/phi';
import type { Route } from '@radiant/registry';
import type { InferenceCall } from './inference-call.js';

/** Categories by which a person is found again; dates and diagnoses are shared by many. */
const IDENTIFYING: ReadonlySet<PhiCategory> = new Set<PhiCategory>([
  'NAME',
  'SSN',
  'MEDICAL_RECORD',
  'INSURANCE_ID',
  'EMAIL',
  'PHONE',
]);
/** More identifiers than this are one document with many people; the categories still count all. */
const MOST_SUBJECTS = 64;

/** What is about to leave. */
export interface Departure {
  readonly route: Route;
  readonly policy: PhiPolicy;
  readonly shielded: Shielded;
  readonly restores: boolean;
}

/** Writes down what leaves before it leaves: who sent it, whom it concerns, to which provider. */
export class AuditCall {
  constructor(
    private readonly trail: AuditTrail,
    private readonly subjects: KeyedDigest,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** Durable when it resolves. @throws DomainError `service_unavailable`: what can't be accounted for must not leave. */
  async execute(call: InferenceCall, departure: Departure): Promise<void> {
    const { route, policy, shielded, restores } = departure;
    const { tenantId } = call.principal;
    const identifiers = identifying(shielded);
    await this.trail.record({
      ...this.event(call, route, 'inference.call'),
      outcome: 'success',
      phi: {
        categories: Object.fromEntries(shielded.counts),
        disclosed: hiddenCategories(policy).size === 0,
        subjects: identifiers.length === 0 ? [] : await this.subjects.digest(tenantId, 'audit-subject', identifiers),
      },
      details: { restored: restores, mapping: shielded.mappingId ?? null },
    });
  }

  /** What became of a call that left and brought no whole answer. Never fails: the caller already learns why. */
  async failed(call: InferenceCall, route: Route, error: unknown): Promise<void> {
    await this.trail
      .record({
        ...this.event(call, route, 'inference.fail'),
        outcome: 'failed',
        details: { code: error instanceof DomainError ? error.code : 'internal_error' },
      })
      .catch(() => undefined); // the event of its departure stands
  }

  private event(call: InferenceCall, { provider, model }: Route, action: AuditEvent['action']) {
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

function identifying({ originals }: Shielded): readonly string[] {
  const texts: string[] = [];
  for (const [placeholder, original] of originals) {
    const category = placeholderCategory(placeholder);
    if (category !== undefined && IDENTIFYING.has(category)) texts.push(subjectText(category, original));
    if (texts.length === MOST_SUBJECTS) break;
  }
  return texts;
}
