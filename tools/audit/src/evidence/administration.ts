import { AuditRowFactory, OpenAuditBody, type CheckpointSigner } from '@radiant/audit';
import { auditDirectory, openCheckpoints, openDatabaseAndKeys } from '@radiant/composition';
import type { AuditStores, Checkpoints, GovernanceTransactions } from '@radiant/governance';
import type { Clock, Digest, IdGenerator } from '@radiant/kernel';
import { Log, type Environment } from '@radiant/nest-kit';
import { AuditSealing, PostgresAuditStores, PostgresGovernanceTransactions } from '@radiant/postgres';
import { CryptoIdGenerator, Sha256Digest, SystemClock } from '@radiant/security';
import type { SignatureVerifier } from '@radiant/audit';

const SERVICE = 'evidence';
const CONNECTIONS = 2;

/** What an export of evidence stands on. */
export interface Administration {
  readonly transactions: GovernanceTransactions;
  readonly stores: AuditStores;
  readonly bodies: OpenAuditBody;
  readonly sealing: Pick<AuditSealing, 'seal'>;
  readonly checkpoints: Checkpoints;
  readonly signatures: SignatureVerifier;
  readonly signer: CheckpointSigner;
  /** Signs the ends of all chains now. */
  readonly sign: () => Promise<void>;
  readonly publicKeys: () => Promise<Readonly<Record<string, string>>>;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly digest: Digest;
  close(): Promise<void>;
}

/** Opens the administration's side of the gateway. @throws EnvironmentError; DomainError `service_unavailable`. */
export async function openAdministration(environment: Environment): Promise<Administration> {
  const [clock, digest, log] = [new SystemClock(), new Sha256Digest(), new Log(SERVICE, 'error')];
  const { database, keys } = await openDatabaseAndKeys(environment, clock, `radiant-${SERVICE}`, CONNECTIONS);
  const { unitOfWork } = database;
  const { sealer, signer } = keys;
  const sealing = new AuditSealing(unitOfWork);
  const checkpoints = await openCheckpoints(auditDirectory(environment), { sealing, signer, clock, log });
  return {
    transactions: new PostgresGovernanceTransactions(unitOfWork, sealer, new AuditRowFactory(sealer, digest)),
    stores: new PostgresAuditStores(unitOfWork),
    bodies: new OpenAuditBody(sealer),
    sealing,
    checkpoints: checkpoints.kept,
    signatures: checkpoints.signatures,
    signer,
    sign: checkpoints.sign,
    publicKeys: checkpoints.publicKeys,
    ids: new CryptoIdGenerator(),
    clock,
    digest,
    close: async () => {
      await checkpoints.close();
      await keys.close();
      await database.dataSource.destroy();
    },
  };
}
