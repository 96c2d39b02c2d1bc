import { Flag, OneOf, Text, WholeNumber } from '@radiant/nest-kit';
import {
  MODEL_STATUSES,
  MODEL_TYPES,
  PROVIDER_STATUSES,
  PROVIDER_TYPES,
  type ModelStatus,
  type ModelType,
  type ProviderStatus,
  type ProviderType,
} from '@radiant/registry';

/** Which part of a registry list. */
export class SliceQuery {
  @WholeNumber(1, 100, 50)
  readonly limit: number = 50;

  @WholeNumber(0, 1_000_000, 0)
  readonly offset: number = 0;
}

export class ModelsQuery extends SliceQuery {
  @Text()
  readonly provider_id?: string;

  @Text()
  readonly specialty?: string;

  @OneOf(MODEL_STATUSES)
  readonly status?: ModelStatus;

  @OneOf(MODEL_TYPES)
  readonly type?: ModelType;

  @Flag()
  readonly supports_vision?: boolean;

  @Flag()
  readonly supports_streaming?: boolean;
}

export class ProvidersQuery extends SliceQuery {
  @OneOf(PROVIDER_TYPES)
  readonly type?: ProviderType;

  @OneOf(PROVIDER_STATUSES)
  readonly status?: ProviderStatus;

  @Flag()
  readonly hipaa_compliant?: boolean;
}
