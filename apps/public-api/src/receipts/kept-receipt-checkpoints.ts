import path from 'node:path';
import type { Checkpoint } from '@radiant/audit';
import { ReceiptCheckpoints } from '@radiant/inference';
import type { TenantId } from '@radiant/kernel';
import { CheckpointFile } from '@radiant/spool';

/** Checkpoints that the administration signs into the data directory, where this process shares it. */
export class KeptReceiptCheckpoints extends ReceiptCheckpoints {
  private constructor(private readonly file: CheckpointFile) {
    super();
  }

  /** @throws DomainError `service_unavailable`. */
  static async open(auditDirectory: string): Promise<KeptReceiptCheckpoints> {
    return new KeptReceiptCheckpoints(await CheckpointFile.open(path.join(auditDirectory, 'checkpoints')));
  }

  atOrAfter(tenantId: TenantId, sequence: number): Promise<Checkpoint | undefined> {
    return this.file.atOrAfter(tenantId, sequence);
  }
}
