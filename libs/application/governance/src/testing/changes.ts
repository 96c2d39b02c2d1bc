import { appId, modelId, providerId } from '@radiant/kernel';
import * as governance from '../index.js';
import {
  ACTIVE_ID,
  ADDRESS,
  BUDGET_ID,
  HOLD_ID,
  INVITATION_ID,
  INVITATION_TOKEN,
  KEY_ID,
  MAPPING_ID,
  PENDING_ID,
  REASON,
  REIDENTIFICATION_ID,
  USER_ID,
} from './arranged.js';
import { DRAFT_ID, FINAL_ID } from './invoice-rows.js';
import { mintOf, of, type Case } from './case.js';
import { OpenAddresses } from './fake-ports.js';
import type { Actor } from '../actor.js';
import type { World } from './world.js';
import { CALL_ID, callOf, CORRECTION_ID } from './correction-rows.js';
import { ACME, AGREEMENT_ID, LARGE, PRICE_IMPORT_ID } from './registry-rows.js';
import { ADA, CHARTING, ROOT } from './people.js';

const withKeys = (world: World) => [...of(world), world.keys] as const;

/** Every use case that changes something. */
export const CHANGES: Readonly<Record<string, Case>> = {
  CreateTenant: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) =>
      new governance.CreateTenant(...of(world), world.phiConfigs).execute(actor, { name: 'New', appId: CHARTING }),
  },
  ChangeTenant: {
    act: (world, actor, tenantId) =>
      new governance.ChangeTenant(...of(world), world.phiConfigs).execute(actor, tenantId, { name: 'Renamed' }),
  },
  DeleteTenant: {
    events: 2,
    platformEvents: 1,
    act: (world, actor, tenantId) =>
      new governance.DeleteTenant(...of(world), world.keys).execute(actor, tenantId, {
        confirm: 'Clinic',
        reason: REASON,
      }),
  },
  IssueApiKey: {
    act: (world, actor, tenantId) =>
      new governance.IssueApiKey(...of(world), mintOf(world)).execute(actor, tenantId, { name: 'ward 4' }),
  },
  ChangeApiKey: {
    act: (world, actor, tenantId) =>
      new governance.ChangeApiKey(...of(world)).execute(actor, tenantId, KEY_ID, { name: 'ward 5' }),
  },
  RotateApiKey: {
    act: (world, actor, tenantId) =>
      new governance.RotateApiKey(...of(world), mintOf(world)).execute(actor, tenantId, KEY_ID),
  },
  RevokeApiKey: {
    act: (world, actor, tenantId) => new governance.RevokeApiKey(...of(world)).execute(actor, tenantId, KEY_ID),
  },
  AddApp: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) => new governance.AddApp(...of(world)).execute(actor, { id: appId('triage'), name: 'Triage' }),
  },
  ChangeApp: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) => new governance.ChangeApp(...of(world)).execute(actor, CHARTING, { status: 'inactive' }),
  },
  DraftInvoice: {
    act: async (world, actor, tenantId) => {
      const asked = { month: '2025-12' };
      return (await new governance.DraftInvoice(...of(world), world.issuer).execute(actor, tenantId, asked)).id;
    },
  },
  FinaliseInvoice: {
    act: async (world, actor, tenantId) =>
      (await new governance.FinaliseInvoice(...of(world)).execute(actor, tenantId, DRAFT_ID)).id,
  },
  CreditInvoice: {
    act: async (world, actor, tenantId) =>
      (await new governance.CreditInvoice(...of(world)).execute(actor, tenantId, FINAL_ID, 'cancellation')).id,
  },
  DiscardInvoice: {
    act: async (world, actor, tenantId) => {
      await new governance.DiscardInvoice(...of(world)).execute(actor, tenantId, DRAFT_ID);
      return DRAFT_ID;
    },
  },
  AddProvider: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) =>
      new governance.AddProvider(...of(world)).execute(actor, { id: providerId('new'), name: 'New', type: 'external' }),
  },
  ChangeProvider: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) => new governance.ChangeProvider(...of(world)).execute(actor, ACME, { status: 'inactive' }),
  },
  AddModel: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) =>
      new governance.AddModel(...of(world)).execute(actor, {
        id: modelId('new'),
        providerId: ACME,
        name: 'new',
        displayName: 'New',
        specialty: 'general',
      }),
  },
  ChangeModel: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) => new governance.ChangeModel(...of(world)).execute(actor, LARGE, { status: 'deprecated' }),
  },
  AddPrice: {
    platformWide: true,
    by: ROOT,
    act: async (world, actor) => {
      const asked = { rates: { input_tokens: '1', output_tokens: '2' } };
      const { id, revision } = await new governance.AddPrice(...of(world)).execute(actor, LARGE, asked);
      return { id, revision };
    },
  },
  ImportProviderBill: {
    platformWide: true,
    by: ROOT,
    act: async (world, actor) => {
      const rows = [{ provider: 'acme', model: 'large-2026', day: '2026-01-10', cost: '1.5' }];
      const importing = new governance.ImportProviderBill(...of(world), world.digest, world.registry);
      return (await importing.execute(actor, { name: 'acme 2026-01', rows })).bill.id;
    },
  },
  ProposePrices: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) => proposed(world, actor),
  },
  DecidePriceImport: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) =>
      new governance.DecidePriceImport(...of(world)).execute(actor, PRICE_IMPORT_ID, { decision: 'reject' }),
  },
  AddAgreement: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) =>
      new governance.AddAgreement(...of(world)).execute(actor, {
        providerId: ACME,
        documentReference: 'Contract 2027/1',
        services: ['chat'],
        effectiveFrom: 1,
        expiresAt: 2,
      }),
  },
  ChangeAgreement: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) => new governance.ChangeAgreement(...of(world)).end(actor, AGREEMENT_ID),
  },
  PutRoutingRule: {
    platformWide: true,
    by: ROOT,
    act: (world, actor) =>
      new governance.PutRoutingRule(...of(world)).execute(actor, { name: 'slow', targets: [{ modelId: LARGE }] }),
  },
  RemoveRoutingRule: {
    platformWide: true,
    by: ROOT,
    act: async (world, actor) => {
      await new governance.RemoveRoutingRule(...of(world)).execute(actor, 'fast');
      return {};
    },
  },
  ChangeAppUser: {
    act: (world, actor, tenantId) =>
      new governance.ChangeAppUser(...of(world)).execute(actor, tenantId, USER_ID, { status: 'suspended' }),
  },
  Invite: {
    act: (world, actor, tenantId) =>
      new governance.Invite(...of(world), world.digest).execute(actor, tenantId, { appId: CHARTING, address: ADDRESS }),
  },
  AcceptInvitation: {
    platformWide: true,
    by: ADA,
    act: (world, actor) => new governance.AcceptInvitation(...of(world), world.digest).execute(actor, INVITATION_TOKEN),
  },
  RevokeInvitation: {
    act: (world, actor, tenantId) =>
      new governance.RevokeInvitation(...of(world)).execute(actor, tenantId, INVITATION_ID),
  },
  RevokeTokens: {
    act: (world, actor, tenantId) =>
      new governance.RevokeTokens(...of(world), world.digest).execute(actor, tenantId, { token: 'canary.of.ada' }),
  },
  RequestBreakGlass: {
    act: (world, actor, tenantId) =>
      new governance.RequestBreakGlass(...of(world), world.alerts, 'after').execute(actor, tenantId, {
        reason: REASON,
      }),
  },
  DecideBreakGlass: {
    act: (world, actor, tenantId) =>
      new governance.DecideBreakGlass(...of(world)).execute(actor, tenantId, PENDING_ID, { decision: 'approve' }),
  },
  ReviewBreakGlass: {
    act: (world, actor, tenantId) =>
      new governance.ReviewBreakGlass(...of(world)).execute(actor, tenantId, ACTIVE_ID, { review: 'justified' }),
  },
  RequestReidentification: {
    act: (world, actor, tenantId) =>
      new governance.RequestReidentification(...of(world), world.reidentifier).execute(actor, tenantId, {
        mappingId: MAPPING_ID,
        text: 'Is [PHI_NAME_48213] Mrs Canary?',
        reason: REASON,
      }),
  },
  DecideReidentification: {
    act: (world, actor, tenantId) =>
      new governance.DecideReidentification(...of(world)).execute(actor, tenantId, REIDENTIFICATION_ID, {
        decision: 'approve',
        reason: REASON,
      }),
  },
  AddBudget: {
    act: (world, actor, tenantId) =>
      new governance.AddBudget(...of(world)).execute(actor, tenantId, { period: 'day', limit: '1.5', hard: true }),
  },
  SetMarkup: {
    act: (world, actor, tenantId) =>
      new governance.SetMarkup(...of(world)).execute(actor, tenantId, { basisPoints: 1_500 }),
  },
  PutWebhook: {
    act: async (world, actor, tenantId) => {
      const put = new governance.PutWebhook(...of(world), new OpenAddresses());
      return (await put.execute(actor, tenantId, 'https://alerts.example')).webhook.id;
    },
  },
  RemoveWebhook: {
    act: async (world, actor, tenantId) =>
      (await new governance.RemoveWebhook(...of(world)).execute(actor, tenantId)).id,
  },
  TestWebhook: {
    act: (world, actor, tenantId) => new governance.TestWebhook(...of(world)).execute(actor, tenantId),
  },
  CorrectUsage: {
    act: async (world, actor, tenantId) => {
      const asked = { reason: 'usage', requestId: CALL_ID, usage: { ...callOf().usage, outputTokens: 5 } };
      const expected = { calls: 1, billedAfter: '0.00000000024' };
      const run = await new governance.CorrectUsage(...of(world)).execute(
        actor,
        tenantId,
        CORRECTION_ID,
        asked,
        expected,
      );
      return run.id;
    },
  },
  EndBudget: {
    act: (world, actor, tenantId) => new governance.EndBudget(...of(world)).execute(actor, tenantId, BUDGET_ID),
  },
  PlaceLegalHold: {
    act: (world, actor, tenantId) =>
      new governance.PlaceLegalHold(...of(world)).execute(actor, tenantId, { reason: REASON }),
  },
  ReleaseLegalHold: {
    act: (world, actor, tenantId) => new governance.ReleaseLegalHold(...of(world)).execute(actor, tenantId, HOLD_ID),
  },
  PurgeAudit: {
    act: (world, actor, tenantId) =>
      new governance.PurgeAudit(...of(world)).execute(actor, tenantId, { retentionClass: 'access', before: 2 }),
  },
  RotateDataKey: {
    act: (world, actor, tenantId) => new governance.RotateDataKey(...withKeys(world)).execute(actor, tenantId),
  },
  RewrapDataKeys: {
    act: (world, actor, tenantId) =>
      new governance.RewrapDataKeys(...withKeys(world)).execute(actor, tenantId, { scope: 'tenant' }),
  },
  ShredKey: {
    events: 2,
    act: (world, actor, tenantId) =>
      new governance.ShredKey(...withKeys(world)).execute(actor, tenantId, { scope: 'tenant', confirm: tenantId }),
  },
};

/** A price file that names a model of nobody's. */
const proposed = (world: World, actor: Actor) =>
  new governance.ProposePrices(world.governance, world.registry, world.ids, world.clock).execute(actor, {
    source: 'prices.json',
    file: { none: { litellm_provider: 'none', mode: 'chat', input_cost_per_token: 1, output_cost_per_token: 1 } },
  });
