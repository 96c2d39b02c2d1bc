import { budgetId, type Budget } from '@radiant/billing';
import { chargeOf, draftInvoice, finalInvoice } from './invoice-rows.js';
import {
  appUserId,
  breakGlassId,
  invitationId,
  legalHoldId,
  type AppUser,
  type BreakGlassGrant,
  type Invitation,
  type LegalHold,
  type ManagedApiKey,
} from '@radiant/identity';
import { apiKeyId, mappingId, Money, userId } from '@radiant/kernel';
import { reidentificationId, type PhiMapping, type ReidentificationOfText } from '@radiant/phi';
import { callOf, pricedModel } from './correction-rows.js';
import { agreementOf, modelOf, priceImportOf, providerOf, ruleOf } from './registry-rows.js';
import { CHARTING, CLINIC } from './people.js';
import { World } from './world.js';

export const KEY_ID = apiKeyId('33333333-3333-4333-8333-333333333333');
export const USER_ID = appUserId('44444444-4444-4444-8444-444444444444');
export const INVITATION_ID = invitationId('55555555-5555-4555-8555-555555555555');
export const PENDING_ID = breakGlassId('66666666-6666-4666-8666-666666666666');
export const ACTIVE_ID = breakGlassId('66666666-6666-4666-8666-666666666667');
export const REIDENTIFICATION_ID = reidentificationId('99999999-0000-4000-8000-000000000001');
/** Approved; one that the clinic's own administrator made, and one of the platform's. */
export const APPROVED_IDS = {
  grace: reidentificationId('99999999-0000-4000-8000-000000000002'),
  root: reidentificationId('99999999-0000-4000-8000-000000000003'),
};
export const MAPPING_ID = mappingId('aaaaaaaa-0000-4000-8000-000000000001');
export const BUDGET_ID = budgetId('77777777-7777-4777-8777-777777777777');
export const HOLD_ID = legalHoldId('88888888-8888-4888-8888-888888888888');

/** What stands in no event: a reason, an address, secrets and their hashes. */
export const REASON = 'Mrs Canary of ward 3 collapsed';
export const ADDRESS = 'canary@clinic.example';
export const INVITATION_TOKEN = `inv_${'t'.repeat(43)}`;

const HOUR_MS = 3_600_000;

export const keyOf = ({ now }: World, over: Partial<ManagedApiKey> = {}): ManagedApiKey => ({
  id: KEY_ID,
  tenantId: CLINIC,
  appId: CHARTING,
  lineage: undefined,
  name: 'ward 3',
  prefix: 'rad_dev_AAAAAAAAAAAA',
  hash: 'hash of the key',
  scopes: ['inference.call', 'model:gpt'],
  limits: { requestsPerMinute: 60 },
  trustedForwarder: false,
  expiresAt: now + HOUR_MS,
  revokedAt: undefined,
  createdAt: now,
  createdBy: 'grace',
  lastUsedAt: undefined,
  replacedBy: undefined,
  ...over,
});

export const userOf = ({ now }: World, over: Partial<AppUser> = {}): AppUser => ({
  id: USER_ID,
  tenantId: CLINIC,
  appId: CHARTING,
  subject: userId('bob'),
  status: 'active',
  invitationId: undefined,
  createdAt: now,
  lastSeenAt: now,
  ...over,
});

export const invitationOf = ({ now, digest }: World, over: Partial<Invitation> = {}): Invitation => ({
  id: INVITATION_ID,
  tenantId: CLINIC,
  appId: CHARTING,
  address: ADDRESS,
  tokenHash: digest.sha256(INVITATION_TOKEN),
  invitedBy: 'grace',
  createdAt: now,
  expiresAt: now + HOUR_MS,
  acceptedAt: undefined,
  revokedAt: undefined,
  ...over,
});

export const grantOf = ({ now }: World, over: Partial<BreakGlassGrant> = {}): BreakGlassGrant => ({
  id: PENDING_ID,
  tenantId: CLINIC,
  requestedBy: 'alan',
  reason: REASON,
  status: 'pending',
  createdAt: now,
  startsAt: undefined,
  expiresAt: undefined,
  decidedBy: undefined,
  decidedAt: undefined,
  reviewedBy: undefined,
  reviewedAt: undefined,
  review: undefined,
  ...over,
});

/** An active one. */
export const activeGrantOf = (world: World, over: Partial<BreakGlassGrant> = {}): BreakGlassGrant =>
  grantOf(world, { id: ACTIVE_ID, status: 'active', startsAt: world.now, expiresAt: world.now + HOUR_MS, ...over });

const budgetOf = ({ now }: World, over: Partial<Budget> = {}): Budget => ({
  id: BUDGET_ID,
  tenantId: CLINIC,
  period: 'month',
  limit: Money.parse('250'),
  hard: true,
  scope: { kind: 'tenant', value: undefined },
  createdAt: now,
  createdBy: 'grace',
  endedAt: undefined,
  ...over,
});

export const holdOf = ({ now }: World, over: Partial<LegalHold> = {}): LegalHold => ({
  id: HOLD_ID,
  tenantId: CLINIC,
  reason: REASON,
  placedBy: 'grace',
  byPlatform: false,
  placedAt: now,
  releasedBy: undefined,
  releasedAt: undefined,
  ...over,
});

/** What the placeholders of `reidentificationOf` stand for. */
export const mappingOf = ({ now }: World, over: Partial<PhiMapping> = {}): PhiMapping => ({
  id: MAPPING_ID,
  app: undefined,
  entries: [
    { placeholder: '[PHI_NAME_48213]', category: 'NAME', original: 'Mabel Canary' },
    { placeholder: '[PHI_DOB_48214]', category: 'DOB', original: '12 May 1961' },
    { placeholder: '[PHI_SSN_48215]', category: 'SSN', original: '219-09-9999' },
  ],
  ranges: [{ from: 48_213, next: 48_216 }],
  version: 1,
  expiresAt: now + HOUR_MS,
  retainUntil: now + HOUR_MS,
  ...over,
});

export const reidentificationOf = (
  { now }: World,
  over: Partial<ReidentificationOfText> = {},
): ReidentificationOfText => ({
  id: REIDENTIFICATION_ID,
  tenantId: CLINIC,
  mappingId: MAPPING_ID,
  appId: CHARTING,
  requestedBy: 'alan',
  requestedWith: undefined,
  reason: REASON,
  text: '[PHI_NAME_48213], born [PHI_DOB_48214]: call [PHI_NAME_48213]',
  status: 'pending',
  createdAt: now,
  expiresAt: now + HOUR_MS,
  decidedBy: undefined,
  decidedAt: undefined,
  decisionReason: undefined,
  ...over,
});

/** One of everything in the clinic, and an old event in its chain; a hold only where it is asked for. */
export async function arranged({ held = false } = {}): Promise<World> {
  const world = new World();
  const { state } = world;
  state.apiKeys.push(keyOf(world));
  state.appUsers.push(userOf(world));
  state.invitations.push(invitationOf(world));
  state.budgets.push(budgetOf(world));
  state.webhooks.push({
    tenantId: CLINIC,
    id: '00000000-0000-4000-8000-00000000bbbb',
    url: 'https://alerts.example',
    updatedAt: 1,
    updatedBy: 'grace',
  });
  state.charges.push(chargeOf('0.1234'));
  state.invoices.push(finalInvoice, draftInvoice);
  state.breakGlass.push(grantOf(world), activeGrantOf(world));
  state.reidentifications.push(reidentificationOf(world));
  for (const [requestedBy, id] of Object.entries(APPROVED_IDS)) {
    state.reidentifications.push(reidentificationOf(world, { id, requestedBy, status: 'approved', decidedBy: 'alan' }));
  }
  state.providers.push(providerOf(world));
  state.models.push(modelOf(world), pricedModel(world));
  state.calls.push(callOf());
  state.agreements.push(agreementOf(world));
  state.rules.push(ruleOf(world));
  state.priceImports.push(priceImportOf(world));
  await world.vault.create(CLINIC, mappingOf(world));
  if (held) state.legalHolds.push(holdOf(world));
  await world.chained({
    id: '00000000-0000-4000-8000-00000000aaaa',
    tenantId: CLINIC,
    occurredAt: 1,
    action: 'audit.read',
    outcome: 'success',
    actor: { kind: 'admin', userId: userId('grace'), crossTenant: false },
  });
  return world;
}
