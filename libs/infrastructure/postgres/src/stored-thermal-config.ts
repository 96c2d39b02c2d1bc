import { THERMAL_STATES, type ThermalConfig } from '@radiant/registry';
import { DomainError } from '@radiant/kernel';

/** The specification's `thermal_config` object as it is stored. @throws DomainError `service_unavailable` when it is not one. */
export function storedThermalConfig(stored: unknown): ThermalConfig | undefined {
  if (stored === null || stored === undefined) return undefined;
  const fields = new Map(Object.entries(stored));
  const state = THERMAL_STATES.find((candidate) => candidate === fields.get('state'));
  const minInstances = count(fields.get('min_instances'));
  const maxInstances = count(fields.get('max_instances'));
  if (state === undefined || minInstances === undefined || maxInstances === undefined) {
    throw new DomainError('service_unavailable', 'a stored row is not valid');
  }
  return {
    state,
    minInstances,
    maxInstances,
    scaleToZeroAfterMinutes: count(fields.get('scale_to_zero_after_minutes')),
    warmupTimeSeconds: count(fields.get('warmup_time_seconds')),
  };
}

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
