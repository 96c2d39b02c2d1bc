import type { Instant } from '@radiant/kernel';
import { SERVICES, type Agreement, type Service } from '@radiant/registry';
import { moment, type Told } from '../audit-details.js';
import { checkedChoice, invalid, replaced } from '../validation.js';
import { checkedRegion } from './provider-fields.js';

const LONGEST_REFERENCE = 300;
const LAST_INSTANT = Date.UTC(9999, 11, 31);
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Fields that are undefined stay as they are; null takes a value away. */
export interface AgreementChange {
  readonly region?: string | null;
  readonly documentReference?: string;
  readonly services?: readonly string[];
  readonly effectiveFrom?: Instant;
  readonly expiresAt?: Instant;
}

/** The agreement after the change, its next revision. @throws DomainError `validation_error` naming the field. */
export function changedAgreement(before: Agreement, change: AgreementChange, now: Instant): Agreement {
  const effectiveFrom = checkedMoment('effective_from', change.effectiveFrom ?? before.effectiveFrom);
  const expiresAt = checkedMoment('expires_at', change.expiresAt ?? before.expiresAt);
  if (expiresAt <= effectiveFrom) throw invalid('expires_at', 'after effective_from');
  return {
    id: before.id,
    providerId: before.providerId,
    modelId: before.modelId,
    region: replaced(before.region, change.region, (value) => checkedRegion('region', value)),
    documentReference:
      change.documentReference === undefined ? before.documentReference : checkedReference(change.documentReference),
    services: change.services === undefined ? before.services : checkedServices(change.services),
    effectiveFrom,
    expiresAt,
    revision: before.revision + 1,
    createdAt: before.createdAt,
    updatedAt: now,
  };
}

function checkedServices(services: readonly string[]): readonly Service[] {
  const checked = [...new Set(services.map((service) => checkedChoice('services', service, SERVICES)))];
  if (checked.length === 0) throw invalid('services', `one or more of ${SERVICES.join(', ')}`);
  return checked;
}

function checkedReference(value: string): string {
  const reference = value.trim();
  if (reference.length < 1 || reference.length > LONGEST_REFERENCE || CONTROL.test(reference)) {
    throw invalid('document_reference', `1 to ${LONGEST_REFERENCE} characters without control characters`);
  }
  return reference;
}

function checkedMoment(field: string, value: Instant): Instant {
  if (!Number.isSafeInteger(value) || value < 0 || value > LAST_INSTANT)
    throw invalid(field, 'a moment from 1970 to 9999');
  return value;
}

/** What the trail tells of an agreement. */
export const toldOfAgreement = (agreement: Agreement): Told => ({
  provider_id: agreement.providerId,
  model_id: agreement.modelId,
  region: agreement.region,
  document_reference: agreement.documentReference,
  services: agreement.services,
  effective_from: moment(agreement.effectiveFrom),
  expires_at: moment(agreement.expiresAt),
});
