import { DomainError, isUuid, type Branded } from '@radiant/kernel';

export type CorrectionId = Branded<'CorrectionId'>;

/** @throws DomainError `validation_error`. */
export function correctionId(text: string): CorrectionId {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new DomainError('validation_error', 'id must be a UUID', { field: 'id' });
  return id as CorrectionId; // the only place where a plain string becomes this id
}
