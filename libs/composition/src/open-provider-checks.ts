import type { CheckProviders } from '@radiant/inference';
import { type Environment, type Log, whyFailed } from '@radiant/nest-kit';
import { repeat } from './repeated.js';

/** Looks at the providers again and again, unless the environment says never. */
export function openProviderChecks(
  { providerCheckSeconds }: Environment,
  { checks, log }: { readonly checks: CheckProviders; readonly log: Log },
): { stop(): Promise<void> } {
  if (providerCheckSeconds === 0) return { stop: async () => undefined };
  return repeat(
    () => checks.execute(),
    providerCheckSeconds * 1_000,
    (error) => log.warn('providers could not be looked at', whyFailed(error)),
  );
}
