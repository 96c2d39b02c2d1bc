import type { Checkpoint } from '@radiant/audit';
import { tenant } from './audit-line.js';
import { base64, count, instant, LineFields, sha256, text } from './line-fields.js';

/** A checkpoint as one line of JSON, without a newline. */
export const checkpointLine = (checkpoint: Checkpoint): string =>
  JSON.stringify({
    tenantId: checkpoint.tenantId,
    sequence: checkpoint.sequence,
    hash: checkpoint.hash,
    at: checkpoint.at,
    keyId: checkpoint.keyId,
    signature: checkpoint.signature,
  });

/** The checkpoint of a line; its signature is not checked. @throws DomainError `internal_error` */
export function parseCheckpointLine(line: string): Checkpoint {
  const fields = LineFields.parse(line, 'checkpoint');
  const checkpoint: Checkpoint = {
    tenantId: fields.take('tenantId', tenant),
    sequence: fields.take('sequence', count),
    hash: fields.take('hash', sha256),
    at: fields.take('at', instant),
    keyId: fields.take('keyId', text),
    signature: fields.take('signature', base64),
  };
  fields.end();
  return checkpoint;
}
