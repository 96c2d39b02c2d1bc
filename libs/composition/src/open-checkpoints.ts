import path from 'node:path';
import { signCheckpoint, SignatureVerifier, type Checkpoint } from '@radiant/audit';
import { Checkpoints } from '@radiant/governance';
import type { Clock, TenantId } from '@radiant/kernel';
import { type Log, whyFailed } from '@radiant/nest-kit';
import type { AuditSealing } from '@radiant/postgres';
import { Ed25519Verifier, type Ed25519Signer } from '@radiant/security';
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
  const known = new KnownKeys();
  known.take(await file.readPublicKeys());
  const signed = new Map<TenantId, number>();
  const sign = async (): Promise<void> => {
    const grown = [];
    for (const head of await sealing.heads()) {
      const last = signed.get(head.tenantId) ?? (await file.latest(head.tenantId))?.sequence ?? 0;
      if (head.sequence > last) grown.push(head);
    }
    if (grown.length === 0) return;
    await signer.publicKey(); // makes the first one
    const keys = await signer.publicKeys();
    await file.writePublicKeys(Object.fromEntries(keys.map(({ keyId, pem }) => [keyId, pem])));
    known.take(await file.readPublicKeys());
    for (const head of grown) {
      await file.append(await signCheckpoint(head, clock, signer));
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
    /** Of every key that ever signed, by its id, in PEM. */
    publicKeys: () => file.readPublicKeys(),
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
    this.known.take(await this.file.readPublicKeys()); // another process may have signed with a key that is new here
    return checkpoints;
  }
}

/** The public keys that were ever signed with, as they become known. */
class KnownKeys extends SignatureVerifier {
  private verifier = new Ed25519Verifier([]);

  take(keys: Readonly<Record<string, string>>): void {
    this.verifier = new Ed25519Verifier(Object.values(keys));
  }

  verify(keyId: string, text: string, signature: string): boolean {
    return this.verifier.verify(keyId, text, signature);
  }
}
