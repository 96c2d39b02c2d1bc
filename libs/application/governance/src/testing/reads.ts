import { providerId } from '@radiant/kernel';
import * as governance from '../index.js';
import { APPROVED_IDS } from './arranged.js';
import { of, previewOf, type Case } from './case.js';
import { ROOT } from './people.js';
import { FINAL_ID } from './invoice-rows.js';
import { CALL_ID } from './correction-rows.js';
import { PRICE_IMPORT_ID } from './registry-rows.js';

const SLICE = { limit: 10, offset: 0 };

/** Every use case that only reads, and how many events it leaves. */
export const READS: Readonly<Record<string, Case>> = {
  ReadTenant: {
    act: (world, actor, tenantId) => new governance.ReadTenant(...of(world)).execute(actor, tenantId),
  },
  ListTenants: {
    act: (world, actor) => new governance.ListTenants(...of(world), world.directory).execute(actor, SLICE),
    platformWide: true,
    by: ROOT,
  },
  ListApiKeys: {
    act: (world, actor, tenantId) => new governance.ListApiKeys(...of(world)).execute(actor, tenantId, SLICE),
  },
  ListAppUsers: {
    act: (world, actor, tenantId) => new governance.ListAppUsers(...of(world)).execute(actor, tenantId, SLICE),
  },
  ListInvitations: {
    act: (world, actor, tenantId) => new governance.ListInvitations(...of(world)).execute(actor, tenantId, SLICE),
  },
  ListBreakGlass: {
    act: (world, actor, tenantId) => new governance.ListBreakGlass(...of(world)).execute(actor, tenantId, SLICE),
  },
  ListApprovals: {
    act: (world, actor, tenantId) => new governance.ListApprovals(...of(world)).execute(actor, tenantId, SLICE),
  },
  PreviewPolicies: {
    act: (world, actor, tenantId) => previewOf(world).execute(actor, tenantId, { days: 30, phiConfig: null }),
  },
  ReadWebhook: {
    act: (world, actor, tenantId) => new governance.ReadWebhook(...of(world)).execute(actor, tenantId),
  },
  ListWebhookDeliveries: {
    act: (world, actor, tenantId) => new governance.ListWebhookDeliveries(...of(world)).execute(actor, tenantId, SLICE),
  },
  ListBudgets: {
    act: (world, actor, tenantId) => new governance.ListBudgets(...of(world)).execute(actor, tenantId, SLICE),
  },
  ListBudgetAlerts: {
    act: (world, actor, tenantId) => new governance.ListBudgetAlerts(...of(world)).execute(actor, tenantId, SLICE),
  },
  ReportCosts: {
    act: (world, actor, tenantId) =>
      new governance.ReportCosts(...of(world), world.costs).execute(actor, tenantId, {}, ['model'], SLICE),
  },
  ForecastCosts: {
    act: (world, actor, tenantId) => new governance.ForecastCosts(...of(world), world.costs).execute(actor, tenantId),
  },
  ChargeBack: {
    act: (world, actor, tenantId) =>
      new governance.ChargeBack(...of(world), world.costs).execute(actor, tenantId, {}, 'app'),
  },
  ExportUsage: {
    act: (world, actor, tenantId) => new governance.ExportUsage(...of(world), world.costs).execute(actor, tenantId, {}),
  },
  ListInvoices: {
    act: (world, actor, tenantId) => new governance.ListInvoices(...of(world)).execute(actor, tenantId, SLICE),
  },
  PreviewCorrection: {
    act: async (world, actor, tenantId) => {
      const asked = { reason: 'price', requestId: CALL_ID, priceVersion: 2 };
      return (await new governance.PreviewCorrection(...of(world)).execute(actor, tenantId, asked)).calls;
    },
  },
  ListCorrections: {
    act: (world, actor, tenantId) => new governance.ListCorrections(...of(world)).execute(actor, tenantId, SLICE),
  },
  ReadMarkups: {
    act: (world, actor, tenantId) => new governance.ReadMarkups(...of(world)).execute(actor, tenantId),
  },
  ReadInvoice: {
    act: (world, actor, tenantId) => new governance.ReadInvoice(...of(world)).execute(actor, tenantId, FINAL_ID),
  },
  ListProviderBills: {
    act: (world) => new governance.ListProviderBills(world.governance).execute(SLICE),
    platformWide: true,
    events: 0,
  },
  CompareProviderBills: {
    act: (world, actor) =>
      new governance.CompareProviderBills(...of(world), world.providerCosts, world.registry).execute(actor, {
        from: '2026-10-01',
        to: '2026-11-01',
        timeZone: 'UTC',
      }),
    platformWide: true,
    by: ROOT,
  },
  ListPriceImports: {
    act: (world) => new governance.ListPriceImports(world.governance).execute(SLICE),
    platformWide: true,
    events: 0,
  },
  ReadPriceImport: {
    act: (world) => new governance.ReadPriceImport(world.governance).execute(PRICE_IMPORT_ID),
    platformWide: true,
    events: 0,
  },
  ListAgreementWarnings: {
    act: (world) => new governance.ListAgreementWarnings(world.governance).execute(SLICE),
    platformWide: true,
    events: 0,
  },
  ListLegalHolds: {
    act: (world, actor, tenantId) => new governance.ListLegalHolds(...of(world)).execute(actor, tenantId, SLICE),
  },
  ListReidentifications: {
    act: (world, actor, tenantId) => new governance.ListReidentifications(...of(world)).execute(actor, tenantId, SLICE),
  },
  ReadReidentification: {
    act: (world, actor, tenantId) =>
      new governance.ReadReidentification(world.governance, world.clock, world.reidentifier).execute(
        actor,
        tenantId,
        actor.principal.userId === 'root' ? APPROVED_IDS.root : APPROVED_IDS.grace,
      ),
  },
  AccessReview: {
    act: (world, actor, tenantId) => new governance.AccessReview(...of(world)).execute(actor, tenantId),
  },
  SearchAudit: {
    act: (world, actor, tenantId) =>
      new governance.SearchAudit(...of(world), world.auditStores, world.bodies).execute(actor, tenantId, {}, SLICE),
  },
  ExportAudit: {
    act: (world, actor, tenantId) =>
      new governance.ExportAudit(...of(world), world.auditStores, world.bodies).execute(actor, tenantId, {}),
  },
  RecordEvidence: {
    act: (world, actor, tenantId) =>
      new governance.RecordEvidence(...of(world), world.auditStores, world.bodies).execute(actor, tenantId, {}),
  },
  VerifyAudit: {
    act: (world, actor, tenantId) =>
      new governance.VerifyAudit(...of(world), world.digest, world.checkpoints, world.signatures).execute(
        actor,
        tenantId,
      ),
  },
  BreachScope: {
    act: (world, actor, tenantId) =>
      new governance.BreachScope(...of(world), world.auditStores).execute(actor, tenantId, {
        providerId: providerId('openai'),
        from: 1,
        to: 2,
      }),
  },
  Disclosures: {
    act: (world, actor, tenantId) =>
      new governance.Disclosures(...of(world), world.keyedDigest).execute(
        actor,
        tenantId,
        { category: 'NAME', value: 'Canary' },
        SLICE,
      ),
  },
};
