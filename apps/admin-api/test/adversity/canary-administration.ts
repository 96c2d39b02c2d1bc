import type { Administration } from '../administration.js';
import type { Canaries } from './canaries.js';
import type { Flights } from './canary-flights.js';

/** Everything that administrators can write down or search for, right and wrong. */
export async function administrate(
  administration: Administration,
  canaries: Canaries,
  flights: Flights,
): Promise<void> {
  const { gateway, root, url } = administration;
  const tenant = `/api/v2/tenants/${gateway.clinic.id}`;
  const second = await gateway.token({ userId: 'second-root', groups: ['super_admin'] });
  const user = await gateway.token({ userId: 'nobody-1' });
  const send = (method: string, path: string, body?: Readonly<Record<string, unknown>>, as = root): Promise<string> =>
    flights.send(url, path, { method, as, body });
  const idOf = (text: string): string => /"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? 'missing';

  // what is kept, and kept sealed
  const invitation = idOf(
    await send('POST', `${tenant}/invitations`, { app_id: 'default', address: canaries.email() }),
  );
  await send('GET', `${tenant}/invitations`);
  await send('DELETE', `${tenant}/invitations/${invitation}`);
  for (const decision of ['approve', 'deny']) {
    const grant = idOf(await send('POST', '/api/v2/break-glass', { reason: canaries.record() }));
    for (const [step, body] of [
      ['decision', { decision }],
      ['review', { review: 'justified' }],
    ] as const) {
      const path = `/api/v2/break-glass/${grant}/${step}`;
      await send('POST', path, { ...body, reason: canaries.record() }, second); // it is no field there
      await send('POST', path, body, second);
    }
  }
  const hold = idOf(await send('POST', `${tenant}/legal-holds`, { reason: canaries.record() }));
  await send('DELETE', `${tenant}/legal-holds/${hold}`, { reason: canaries.record() });
  await send('POST', `${tenant}/token-revocations`, { token: canaries.token() });
  for (const [category, value] of [
    ['MEDICAL_RECORD', canaries.recordNumber()],
    ['NAME', canaries.name()],
    ['EMAIL', canaries.email()],
    [canaries.word(), canaries.ssn()],
  ]) {
    await send('POST', '/api/v2/disclosures/search', { category, value });
  }
  for (const field of ['actor_id', 'resource_type', 'resource_id', 'request_id', 'provider_id', 'action', 'from']) {
    await send('GET', `/api/v2/audit?${field}=${canaries.word()}`);
    await send('GET', `/api/v2/audit/export?${field}=${canaries.word()}`);
  }
  await send('GET', `/api/v2/audit/breach-scope?provider_id=demo&from=${canaries.word()}&to=${canaries.word()}`);
  await send('GET', `/api/v2/access-review?format=${canaries.word()}`);

  // what is refused for what it says
  for (const settings of [
    { rate_limit: canaries.word() },
    { rate_limit: { requests_per_minute: canaries.word() } },
    { max_tokens_per_request: canaries.word() },
    { allowed_providers: [canaries.word(), 1] },
    { allowed_providers: canaries.word() },
  ]) {
    await send('PATCH', tenant, { settings });
  }
  const reidentification = { allowed: true, requires_approval: true, mapping_ttl_hours: 24 };
  for (const phi_config of [
    { mode: canaries.word() },
    { mode: 'auto', [canaries.word()]: true },
    { mode: 'auto', categories: { [canaries.word()]: true }, reidentification },
    { mode: 'auto', categories: { NAME: canaries.word() }, reidentification },
    { mode: 'auto', reidentification: { ...reidentification, [canaries.word()]: 1 } },
    { mode: 'auto', reidentification: { ...reidentification, mapping_ttl_hours: canaries.word() } },
  ]) {
    await send('PATCH', tenant, { phi_config });
  }
  await send('PATCH', tenant, { time_zone: canaries.word() });
  await send('PATCH', tenant, { status: canaries.word() });
  await send('POST', '/api/v2/tenants', { name: 'x', app_id: canaries.word() });
  await send('POST', '/api/v2/tenants', { name: 'x', app_id: 'default', time_zone: canaries.word() });
  await send('POST', '/api/v2/apps', { id: `${canaries.word()}!`, name: 'x' });
  await send('PATCH', `/api/v2/apps/${canaries.word()}`, { name: 'x' });
  for (const body of [
    { scopes: [canaries.word()] },
    { scopes: canaries.word() },
    { expires_at: canaries.word() },
    { limits: { tokens_per_day: canaries.word() } },
    { app_id: canaries.word() },
    { trusted_forwarder: canaries.word() },
  ]) {
    await send('POST', `${tenant}/api-keys`, { name: 'x', ...body });
  }
  await send('POST', `${tenant}/invitations`, { app_id: canaries.word(), address: canaries.email() });
  await send('POST', `${tenant}/invitations`, { app_id: 'default', address: canaries.word() });
  await send('PATCH', `${tenant}/api-keys/${canaries.word()}`, { name: 'x' });
  await send('PATCH', `${tenant}/app-users/${canaries.word()}`, { status: canaries.word() });
  await send('POST', '/api/v2/audit/purge', { retention_class: canaries.word(), before: canaries.word() });
  await send('POST', `${tenant}/data-keys/shred`, { scope: canaries.word(), confirm: canaries.word() });
  await send('POST', `${tenant}/data-keys/rotate`, { scope: canaries.word() });
  await flights.send(url, '/api/v2/apps', { as: root, body: `{"id":"${canaries.word()}"` });
  await flights.send(url, '/api/v2/apps', { as: root, body: `"${canaries.word()}"` });
  await flights.send(url, '/api/v2/apps', { as: root, body: {}, headers: { 'x-tenant-id': canaries.word() } });

  // what this caller may not do
  await send('POST', '/api/v2/break-glass', { reason: canaries.record() }, user);
  await send('PATCH', `/api/v2/apps/${canaries.word()}`, { name: canaries.word() }, user);
  await send('GET', `/api/v2/audit?actor_id=${canaries.word()}`, undefined, user);
}
