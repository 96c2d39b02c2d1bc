import { DomainError, isUuid, type Branded } from '@radiant/kernel';
import type { AppUserId, InvitationId } from './app-user.js';
import type { BreakGlassId } from './break-glass.js';
import type { LegalHoldId } from './legal-hold.js';

const parser =
  <Id extends Branded<string>>(field: string) =>
  (text: string): Id => {
    const id = text.toLowerCase();
    if (!isUuid(id)) throw new DomainError('validation_error', `${field} must be a UUID`, { field });
    return id as Id; // the only place where a plain string becomes this id
  };

/** Parsers of ids. @throws DomainError `validation_error` naming the field. */
export const appUserId = parser<AppUserId>('app user id');
export const invitationId = parser<InvitationId>('invitation id');
export const breakGlassId = parser<BreakGlassId>('break-glass id');
export const legalHoldId = parser<LegalHoldId>('legal hold id');
