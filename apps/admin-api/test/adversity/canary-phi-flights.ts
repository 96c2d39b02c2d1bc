import { randomUUID } from 'node:crypto';
import { MODEL, type TestTenant } from '@radiant/public-api/testing';
import type { Administration } from '../administration.js';
import type { Canaries } from './canaries.js';
import type { Flights } from './canary-flights.js';

/** Carries canaries through the native PHI routes, sessions and receipts, in good order and not. */
export async function phiFlights(
  { gateway, url: adminUrl, root }: Administration,
  canaries: Canaries,
  flights: Flights,
  url: string,
): Promise<void> {
  const phi = (tenant: TestTenant, path: string, body: Readonly<Record<string, unknown>>): Promise<string> =>
    flights.send(url, `/api/v2/phi/${path}`, { as: tenant.key, body });
  for (const tenant of [gateway.clinic, gateway.hospital]) {
    const session_id = randomUUID();
    await phi(tenant, 'detect', { text: canaries.record() });
    const sanitized = await phi(tenant, 'sanitize', { texts: [canaries.record(), canaries.record()], session_id });
    const { mappingId, sanitizedTexts } = dataOf(sanitized);
    const reason = `For ${canaries.name()} and ${canaries.email()}`;
    const asked = await phi(tenant, 'reidentify', {
      mapping_id: mappingId ?? randomUUID(),
      text: `${String(sanitizedTexts)} ${canaries.record()}`,
      reason,
    });
    const { requestId } = dataOf(asked);
    const request = typeof requestId === 'string' ? requestId : randomUUID();
    await flights.send(adminUrl, `/api/v2/reidentifications/${request}/decision`, {
      as: root,
      headers: { 'x-tenant-id': tenant.id },
      body: { decision: 'approve', reason },
    });
    for (const path of [`phi/reidentifications/${request}`, `phi/reidentifications/${canaries.word()}`]) {
      await flights.send(url, `/api/v2/${path}`, { method: 'GET', as: tenant.key });
    }
    await flights.chat('/api/v2/chat/completions', tenant, { session_id, use_history: true, model: MODEL }, url);
    for (const path of [`sessions/${session_id}`, `sessions/${canaries.word()}`, `receipts/${canaries.word()}`]) {
      await flights.send(url, `/api/v2/${path}`, { method: 'GET', as: tenant.key });
      await flights.send(url, `/api/v2/${path}`, { method: 'DELETE', as: tenant.key });
    }
  }
  for (const body of [
    { text: { [canaries.word()]: 1 } },
    { text: canaries.record(), phi_categories: [canaries.word()] },
    { text: canaries.record(), session_id: canaries.word() },
    { mapping_id: canaries.word(), text: canaries.record(), reason: canaries.record() },
    { mapping_id: randomUUID(), text: canaries.record(), reason: canaries.record() },
    { [canaries.word()]: canaries.record() },
  ]) {
    for (const path of ['detect', 'sanitize', 'reidentify']) await phi(gateway.clinic, path, body);
  }
}

/** `data` of an answer that may have failed. */
function dataOf(text: string): Readonly<Record<string, unknown>> {
  const answer: unknown = JSON.parse(text);
  const data: unknown = Object(answer).data;
  return Object(data);
}
