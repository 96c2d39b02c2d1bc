import { WarnOfAgreements, type Alerts, type GovernanceTransactions } from '@radiant/governance';
import type { Clock, IdGenerator } from '@radiant/kernel';
import { type Log, whyFailed } from '@radiant/nest-kit';
import type { RegistryStore } from '@radiant/registry';
import { repeat, type Repeated } from './repeated.js';

const LOOK_EVERY_MS = 60_000;

export interface AgreementWarningParts {
  readonly governance: GovernanceTransactions;
  readonly registry: RegistryStore;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly log: Log;
}

/** Warns of the ends of agreements, once a minute what is due. Every replica may look: each warning is raised once. */
export function openAgreementWarnings(parts: AgreementWarningParts): Repeated {
  const { governance, registry, alerts, clock, ids, log } = parts;
  const warn = new WarnOfAgreements(governance, ids, clock, alerts, registry);
  const warnings = repeat(
    async () => void (await warn.execute()),
    LOOK_EVERY_MS,
    (error) => log.error('nobody could be warned of the ends of agreements', whyFailed(error)),
  );
  warnings.soon();
  return warnings;
}
