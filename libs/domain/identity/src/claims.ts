import {
  appId,
  DomainError,
  PLATFORM_TENANT,
  tenantId,
  userId,
  type AppId,
  type Instant,
  type TenantId,
  type UserId,
} from '@radiant/kernel';
import type { Role } from './access/permissions.js';
import type { VerifiedToken } from './ports/token-verifier.js';

/** What a verified token says of its bearer. */
export interface ClaimedIdentity {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  /** The subject where an older token names no user of an app. */
  readonly appUserId: UserId;
  /** Undefined in older tokens: the route's app is taken. */
  readonly appId: AppId | undefined;
  readonly roles: readonly Role[];
  readonly authenticatedAt: Instant;
  readonly multiFactor: boolean;
}

/** Groups of the issuer that are roles here; every other group means nothing. */
const ADMINISTRATIVE: ReadonlyMap<string, Role> = new Map([
  ['super_admin', 'super_admin'],
  ['admin', 'admin'],
  ['operator', 'operator'],
  ['auditor', 'auditor'],
]);

/**
 * Values of `amr` that say more than a password was shown: `mfa`, or a method that is a second factor by its nature.
 * RFC 8176 section 2.
 */
const SECOND_FACTORS: ReadonlySet<string> = new Set(['mfa', 'mca', 'otp', 'hwk', 'swk', 'sms', 'tel', 'sc']);

type Claims = VerifiedToken['claims'];

/**
 * Reads the claims that Cognito and the specification name, in either spelling. Administrative roles come from groups
 * alone: users can be allowed to write custom attributes of their own, so `custom:role` never gives one.
 * @throws DomainError `unauthorized` when a claim is missing or malformed, or when its two spellings disagree.
 */
export function readClaims(token: VerifiedToken): ClaimedIdentity {
  const { claims } = token;
  const tenant = required(claimed(claims, ['custom:tenantId', 'custom:tenant_id'], tenantId));
  if (tenant === PLATFORM_TENANT) throw refused();
  const user = parsed(token.subject, userId);
  return {
    tenantId: tenant,
    userId: user,
    appUserId: claimed(claims, ['custom:appUserId', 'custom:app_user_id'], userId) ?? user,
    appId: claimed(claims, ['custom:appId', 'custom:app_id'], appId),
    roles: rolesOf(claims),
    authenticatedAt: authenticatedAt(token),
    multiFactor: secondFactorShown(claims['amr']),
  };
}

/** The value of a claim with two spellings; undefined when neither is there. */
function claimed<Value extends string>(
  claims: Claims,
  spellings: readonly string[],
  parse: (text: string) => Value,
): Value | undefined {
  const given = spellings.map((name) => claims[name]).filter((value) => value !== undefined);
  const values = new Set(given.map((value) => parsed(value, parse)));
  if (values.size > 1) throw refused();
  return [...values][0];
}

function rolesOf(claims: Claims): readonly Role[] {
  const given = [claims['cognito:groups'], claims['groups']].filter((value) => value !== undefined).map(groups);
  const [first = new Set<string>(), second = first] = given;
  if (first.size !== second.size || ![...first].every((group) => second.has(group))) throw refused();
  const administrative = [...first].map((group) => ADMINISTRATIVE.get(group));
  return ['user', ...administrative.filter((role) => role !== undefined)];
}

/** A list and nothing else: what a text such as `super_admin` would mean is for nobody to guess. */
function groups(value: unknown): ReadonlySet<string> {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw refused();
  return new Set(value);
}

const secondFactorShown = (amr: unknown): boolean =>
  Array.isArray(amr) && amr.some((method: unknown) => typeof method === 'string' && SECOND_FACTORS.has(method));

/** Never later than the token's own issue: a later sign-in would lengthen an administrator's session. */
function authenticatedAt({ claims, issuedAt }: VerifiedToken): Instant {
  const stated = claims['auth_time'];
  if (stated === undefined) return issuedAt;
  if (typeof stated !== 'number' || !Number.isFinite(stated) || stated < 0) throw refused();
  return Math.min(Math.floor(stated * 1_000), issuedAt);
}

function parsed<Value>(value: unknown, parse: (text: string) => Value): Value {
  if (typeof value !== 'string') throw refused();
  try {
    return parse(value);
  } catch {
    throw refused(); // the parser names the field, which is nobody's business here
  }
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw refused();
  return value;
}

const refused = (): DomainError => new DomainError('unauthorized', 'the token does not say who it stands for');
