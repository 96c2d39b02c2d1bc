import { providerId } from '@radiant/kernel';
import * as governance from '../index.js';
import { of, type Case } from './case.js';

const SLICE = { limit: 10, offset: 0 };

/** Every use case that only reads, and how many events it leaves. */
export const READS: Readonly<Record<string, Case>> = {
  ReadTenant: {
    act: (world, actor, tenantId) => new governance.ReadTenant(...of(world)).execute(actor, tenantId),
  },
  ListApiKeys: {
    events: 0,
    act: (world, actor, tenantId) => new governance.ListApiKeys(world.governance).execute(actor, tenantId, SLICE),
  },
  ListAppUsers: {
    events: 0,
    act: (world, actor, tenantId) => new governance.ListAppUsers(world.governance).execute(actor, tenantId, SLICE),
  },
  ListInvitations: {
    events: 0,
    act: (world, actor, tenantId) => new governance.ListInvitations(world.governance).execute(actor, tenantId, SLICE),
  },
  ListBreakGlass: {
    events: 0,
    act: (world, actor, tenantId) => new governance.ListBreakGlass(world.governance).execute(actor, tenantId, SLICE),
  },
  ListLegalHolds: {
    events: 0,
    act: (world, actor, tenantId) => new governance.ListLegalHolds(world.governance).execute(actor, tenantId, SLICE),
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
