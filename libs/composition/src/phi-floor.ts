import { DomainError } from '@radiant/kernel';
import { EnvironmentError, type Environment } from '@radiant/nest-kit';
import { readPhiFloor, type PhiFloor } from '@radiant/phi';

const VARIABLE = 'RADIANT_PHI_FLOOR';

/** What the platform demands of every tenant's PHI policy. @throws EnvironmentError naming the field that is wrong. */
export function phiFloor({ phiFloor: text }: Pick<Environment, 'phiFloor'>): PhiFloor {
  if (text === undefined) return {};
  try {
    return readPhiFloor(parsed(text), VARIABLE);
  } catch (error) {
    throw error instanceof DomainError ? new EnvironmentError([error.message]) : error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EnvironmentError([`${VARIABLE} must be JSON with fields of a phi_config, e.g. {"mode":"auto"}`]);
  }
}
