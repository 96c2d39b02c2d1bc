import path from 'node:path';
import { signCheckpoint, SignatureVerifier, type Checkpoint } from '@radiant/audit';
import { Checkpoints } from '@radiant/governance';
import type { Clock, TenantId } from '@radiant/kernel';
import { type Log, whyFailed } from '@radiant/nest-kit';
import type { AuditSealing } from '@radiant/postgres';
import { Ed25519Verifier, type Ed25519Signer, type SigningPublicKey } from '@radiant/security';
import { CheckpointFile } from '@radiant/spool';
import { repeat } from './repeated.js';

/** What a cut-off end could lose, at most, in time. */
const SIGN_EVERY_MS = 60_000;

export interface CheckpointParts {
  readonly sealing: AuditSealing;
  readonly signer: Ed25519Signer;
  readonly clock: Clock;
  readonly log: Log;
}

/** Signs the end of every chain that has grown, about once a minute, into files beside the audit file. */
export async function openCheckpoints(directory: string, { sealing, signer, clock, log }: CheckpointParts) {
  const file = await CheckpointFile.open(path.join(directory, 'checkpoints'));
  const known = new KnownKeys(signer);
  const publish = async (): Promise<readonly SigningPublicKey[]> => {
    const keys = await signer.publicKeys();
    await file.writePublicKeys(inPem(keys));
    return keys;
  };
  const signed = new Map<TenantId, number>();
  const sign = async (): Promise<void> => {
    const grown = [];
    for (const head of await sealing.heads()) {
      const last = signed.get(head.tenantId) ?? (await file.latest(head.tenantId))?.sequence ?? 0;
      if (head.sequence > last) grown.push(head);
    }
    if (grown.length === 0) return;
    let published = await publish();
    for (const head of grown) {
      const checkpoint = await signCheckpoint(head, clock, signer);
      // the key may have been rotated since: whoever verifies needs the new one as soon as it has signed
      if (!published.some(({ keyId }) => keyId === checkpoint.keyId)) published = await publish();
      await file.append(checkpoint);
      signed.set(head.tenantId, head.sequence);
    }
  };
  const signing = repeat(sign, SIGN_EVERY_MS, (error) =>
    log.error('checkpoints could not be signed', whyFailed(error)),
  );
  return {
    kept: new KeptCheckpoints(file, known),
    signatures: known,
    /** Signs now, for whoever does not want to wait. */
    sign,
    /** Of every key that ever signed, by its id, in PEM. @throws DomainError `service_unavailable`. */
    publicKeys: async () => inPem(await signer.publicKeys()),
    async close(): Promise<void> {
      await signing.stop();
      await sign().catch((error: unknown) => log.error('checkpoints could not be signed', whyFailed(error)));
    },
  };
}

class KeptCheckpoints extends Checkpoints {
  constructor(
    private readonly file: CheckpointFile,
    private readonly known: KnownKeys,
  ) {
    super();
  }

  async of(tenantId: TenantId): Promise<readonly Checkpoint[]> {
    const { checkpoints } = await this.file.read(tenantId);
    await this.known.renew(); // another process may have signed with a key that is new here
    return checkpoints;
  }
}

/**
 * The public keys that were ever signed with, from the platform's own data keys. The file of public keys beside the
 * checkpoints is for others: whoever writes to that folder could put a key of his own there, and checkpoints by it.
 */
class KnownKeys extends SignatureVerifier {
  private verifier = new Ed25519Verifier([]);

  constructor(private readonly signer: Ed25519Signer) {
    super();
  }

  /** @throws DomainError `service_unavailable`. */
  async renew(): Promise<void> {
    this.verifier = new Ed25519Verifier((await this.signer.publicKeys()).map(({ pem }) => pem));
  }

  verify(keyId: string, text: string, signature: string): boolean {
    return this.verifier.verify(keyId, text, signature);
  }
}

const inPem = (keys: readonly SigningPublicKey[]): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map(({ keyId, pem }) => [keyId, pem]));
