import { DomainError, isUuid, type Branded, type Instant, type ModelId, type ProviderId } from '@radiant/kernel';
import type { Model } from './model.js';
import type { Provider } from './provider.js';

/** What a provider is asked to do, as agreements name it. */
export const SERVICES = ['chat', 'embeddings', 'moderations', 'rerank'] as const;
export type Service = (typeof SERVICES)[number];

export type AgreementId = Branded<'AgreementId'>;

/** @throws DomainError `validation_error` unless it is a UUID. */
export function agreementId(text: string): AgreementId {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new DomainError('validation_error', 'agreement id must be a UUID', { field: 'id' });
  return id as AgreementId; // the only place where a plain string becomes this id
}

/** A business associate agreement (45 CFR 164.504(e)) with a provider: what it covers, and when. */
export interface Agreement {
  readonly id: AgreementId;
  readonly providerId: ProviderId;
  /** Undefined: every model of the provider. */
  readonly modelId: ModelId | undefined;
  /** Undefined: wherever the provider computes. */
  readonly region: string | undefined;
  /** Where the signed document is found, e.g. a number of the contract register. */
  readonly documentReference: string;
  readonly services: readonly Service[];
  readonly effectiveFrom: Instant;
  /** In force until just before. */
  readonly expiresAt: Instant;
  /** Counts its changes from 1; the ETag. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** One use of a model that may show PHI to its provider. */
export interface PhiUse {
  readonly provider: Provider;
  readonly model: Model;
  readonly service: Service;
  readonly at: Instant;
}

/** Whether the provider may see PHI in this use: it is marked as compliant, and an agreement that covers it is in force. */
export const mayReceivePhi = (agreements: readonly Agreement[], use: PhiUse): boolean =>
  use.provider.hipaaCompliant && agreements.some((agreement) => covers(agreement, use));

function covers(agreement: Agreement, { provider, model, service, at }: PhiUse): boolean {
  return (
    agreement.providerId === provider.id &&
    model.providerId === provider.id &&
    (agreement.modelId === undefined || agreement.modelId === model.id) &&
    (agreement.region === undefined || agreement.region === provider.region) &&
    agreement.services.includes(service) &&
    agreement.effectiveFrom <= at &&
    at < agreement.expiresAt
  );
}
