import type { IdGenerator } from '@radiant/kernel';

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 43 characters of 62 carry 256 bits. */
const LENGTH = 43;

/** The form is checked before anything is looked up. */
export const INVITATION_TOKEN = /^inv_[A-Za-z0-9]{43}$/;

export const mintInvitationToken = (ids: IdGenerator): string =>
  `inv_${Array.from({ length: LENGTH }, () => CHARACTERS.charAt(ids.integer(0, CHARACTERS.length))).join('')}`;
