export type Tier = 1 | 2 | 3 | 4 | 5;

/** What a deployment of this tier has, as in the specification. */
export interface FeatureFlags {
  readonly multiRegion: boolean;
  readonly waf: boolean;
  readonly guardDuty: boolean;
  readonly sagemaker: boolean;
  readonly elasticache: boolean;
  readonly xray: boolean;
  readonly phiSanitization: boolean;
  readonly advancedMetrics: boolean;
}

export const featureFlags = (tier: Tier): FeatureFlags => ({
  multiRegion: tier >= 4,
  waf: tier >= 2,
  guardDuty: tier >= 2,
  sagemaker: tier >= 3,
  elasticache: tier >= 2,
  xray: tier >= 2,
  phiSanitization: true, // in every tier
  advancedMetrics: tier >= 3,
});
