import { DomainError, modelId, providerId } from '@radiant/kernel';
import {
  agreementId,
  SERVICES,
  TARGET_PREFERENCES,
  type Agreement,
  type RoutingRule,
  type RoutingTarget,
} from '@radiant/registry';
import { fieldsOf } from './governance/stored-settings.js';
import { storedWord } from './stored-value.js';

export const AGREEMENTS = `select id, provider_id, model_id, region, document_reference, services, effective_from,
  expires_at, revision, created_at, updated_at from agreements`;

/** A row of `agreements` as the driver gives it. */
export interface AgreementRecord {
  readonly id: string;
  readonly provider_id: string;
  readonly model_id: string | null;
  readonly region: string | null;
  readonly document_reference: string;
  readonly services: readonly string[];
  readonly effective_from: Date;
  readonly expires_at: Date;
  readonly revision: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** @throws DomainError `service_unavailable` when the row is not valid. */
export const storedAgreement = (row: AgreementRecord): Agreement => ({
  id: agreementId(row.id),
  providerId: providerId(row.provider_id),
  modelId: row.model_id === null ? undefined : modelId(row.model_id),
  region: row.region ?? undefined,
  documentReference: row.document_reference,
  services: row.services.map((service) => storedWord(SERVICES, service)),
  effectiveFrom: row.effective_from.getTime(),
  expiresAt: row.expires_at.getTime(),
  revision: row.revision,
  createdAt: row.created_at.getTime(),
  updatedAt: row.updated_at.getTime(),
});

export const RULES = 'select name, targets, prefer, revision, created_at, updated_at from routing_rules';

/** A row of `routing_rules` as the driver gives it. */
export interface RuleRecord {
  readonly name: string;
  readonly targets: unknown;
  readonly prefer: string;
  readonly revision: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** @throws DomainError `service_unavailable` when the row is not valid. */
export const storedRule = (row: RuleRecord): RoutingRule => ({
  name: row.name,
  targets: Array.isArray(row.targets) ? row.targets.map(storedTarget) : invalid(),
  prefer: storedWord(TARGET_PREFERENCES, row.prefer),
  revision: row.revision,
  createdAt: row.created_at.getTime(),
  updatedAt: row.updated_at.getTime(),
});

export const targetsColumn = (targets: readonly RoutingTarget[]): string =>
  JSON.stringify(
    targets.map((target) => ({ model_id: target.modelId, priority: target.priority, weight: target.weight })),
  );

function storedTarget(stored: unknown): RoutingTarget {
  const fields = fieldsOf(stored);
  const id = fields.get('model_id');
  return {
    modelId: typeof id === 'string' ? modelId(id) : invalid(),
    priority: count(fields.get('priority')),
    weight: count(fields.get('weight')),
  };
}

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : invalid();

function invalid(): never {
  throw new DomainError('service_unavailable', 'a stored row is not valid');
}
