import type { Model, ModelStatus, ModelType } from './model.js';
import type { Provider, ProviderStatus, ProviderType } from './provider.js';

/** All that are given must match. */
export interface ModelFilter {
  readonly providerId?: string | undefined;
  readonly specialty?: string | undefined;
  readonly status?: ModelStatus | undefined;
  readonly type?: ModelType | undefined;
  readonly supportsVision?: boolean | undefined;
  readonly supportsStreaming?: boolean | undefined;
}

export interface ProviderFilter {
  readonly type?: ProviderType | undefined;
  readonly status?: ProviderStatus | undefined;
  readonly hipaaCompliant?: boolean | undefined;
}

const agrees = <Value>(wanted: Value | undefined, actual: Value): boolean => wanted === undefined || wanted === actual;

export const matchesModel = (filter: ModelFilter, model: Model): boolean =>
  agrees<string>(filter.providerId, model.providerId) &&
  agrees(filter.specialty, model.specialty) &&
  agrees(filter.status, model.status) &&
  agrees(filter.type, model.type) &&
  agrees(filter.supportsVision, model.supportsVision) &&
  agrees(filter.supportsStreaming, model.supportsStreaming);

export const matchesProvider = (filter: ProviderFilter, provider: Provider): boolean =>
  agrees(filter.type, provider.type) &&
  agrees(filter.status, provider.status) &&
  agrees(filter.hipaaCompliant, provider.hipaaCompliant);
