import type { Clock } from '@radiant/kernel';
import type { Checkpoint } from './audit-row.js';
import { moment } from './moment.js';
import type { CheckpointSigner, SignatureVerifier } from './ports/checkpoint-signer.js';

/** The end of a tenant's chain. */
export type ChainHead = Pick<Checkpoint, 'tenantId' | 'sequence' | 'hash'>;

/** What is signed: `tenant|sequence|hash|moment`. */
export const checkpointText = ({ tenantId, sequence, hash, at }: ChainHead & Pick<Checkpoint, 'at'>): string =>
  `${tenantId}|${sequence}|${hash}|${moment(at)}`;

/** Signs the end of a chain as it is now. @throws DomainError what the signer throws. */
export async function signCheckpoint(head: ChainHead, clock: Clock, signer: CheckpointSigner): Promise<Checkpoint> {
  const { tenantId, sequence, hash } = head;
  const at = clock.now();
  const { keyId, signature } = await signer.sign(checkpointText({ tenantId, sequence, hash, at }));
  return { tenantId, sequence, hash, at, keyId, signature };
}

/** Whether a known key signed just this. */
export const isSigned = (checkpoint: Checkpoint, verifier: SignatureVerifier): boolean =>
  verifier.verify(checkpoint.keyId, checkpointText(checkpoint), checkpoint.signature);
