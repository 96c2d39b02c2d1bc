import type { AppId } from '@radiant/kernel';
import type { Principal } from './principal.js';

/** The app that the credential is good for alone; undefined where it is good for every app. */
export const boundApp = ({ appBound, appId }: Principal): AppId | undefined => (appBound ? appId : undefined);

/** Whether the credential is good for what was begun in an app; undefined: before that was kept. */
export const reachesApp = (principal: Principal, begunIn: AppId | undefined): boolean =>
  begunIn === undefined || begunIn === (boundApp(principal) ?? begunIn);

/** Whether the principal may see what others of the tenant began, in whichever app. */
export const oversees = ({ roles }: Principal): boolean => roles.includes('admin') || roles.includes('super_admin');

/** The app that a call is made in, and whether the credential is good for that one alone. */
export const callingApp = ({ appBound, appId }: Principal): { readonly id: AppId; readonly only: boolean } => ({
  id: appId,
  only: appBound,
});
