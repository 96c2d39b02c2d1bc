import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from '@radiant/kernel';
import fc from 'fast-check';
import { sha256 } from '../../test/sha256.js';
import type { AuditBody } from '../audit-body.js';
import { contentHash } from '../hashes.js';
import { auditRow, bareRow, CLINIC, sealed, uuid } from '../testing/index.js';
import { CSV_HEADER, toCsv } from './csv.js';
import { toJsonLine } from './json-line.js';
import { toOcsf } from './ocsf.js';
import { toSyslog } from './syslog.js';

const BODY: AuditBody = { ip: '192.0.2.7', userAgent: 'openai-node/5', details: { restored: true } };
const NO_BODY: AuditBody = { ip: null, userAgent: null, details: null };
const ROW = sealed([auditRow(1, sha256)], sha256)[0]!;
const PURGED = { ...ROW, content: undefined };
const MOMENT = '2026-03-10T12:00:00.000Z';

const ocsf = (...given: Parameters<typeof toOcsf>) => JSON.parse(toOcsf(...given));

describe('toJsonLine', () => {
  it('writes one line with everything that the hashes cover, and the body for people', () => {
    const line = toJsonLine(ROW, BODY);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const { occurredAt, opened, ...fields } = JSON.parse(line);
    expect({ ...fields, occurredAt: Date.parse(occurredAt) }).toEqual(ROW);
    expect(opened).toEqual(BODY);
  });

  it('lets the content hash be computed again from the line alone', () => {
    const { occurredAt, ...fields } = JSON.parse(toJsonLine(ROW, 'destroyed'));
    expect(contentHash({ ...fields, occurredAt: Date.parse(occurredAt) }, sha256)).toBe(ROW.contentHash);
  });

  it('writes null for what is not there', () => {
    expect(JSON.parse(toJsonLine(bareRow(1, sha256), NO_BODY))).toMatchObject({ sequence: null, hash: null });
    expect(JSON.parse(toJsonLine(PURGED, NO_BODY))).toMatchObject({ content: null, hash: ROW.hash });
    expect(JSON.parse(toJsonLine(ROW, 'destroyed'))).toMatchObject({ opened: 'destroyed' });
  });
});

describe('toCsv', () => {
  const columns = CSV_HEADER.trim().split(',');
  /** An independent reader of RFC 4180. */
  const read = (record: string): Record<string, string> => {
    const fields = [...record.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)];
    expect(fields.map(([text]) => text).join('')).toBe(record.slice(0, -2));
    return Object.fromEntries(
      fields.map(([, quoted, plain], n) => [columns[n], quoted?.replaceAll('""', '"') ?? plain]),
    );
  };

  it('writes a field for every column', () => {
    expect(CSV_HEADER).toMatch(/^tenant_id,sequence,id,occurred_at,.*,content_hash,hash\r\n$/);
    expect(read(toCsv(ROW, BODY))).toEqual({
      tenant_id: CLINIC,
      sequence: '1',
      id: uuid(1),
      occurred_at: MOMENT,
      retention_class: 'disclosure',
      action: 'inference.call',
      outcome: 'success',
      actor_kind: 'user',
      user_id: 'dr.jones@clinic',
      admin_id: '',
      api_key_id: '33333333-3333-4333-8333-333333333333',
      app_id: 'charting',
      cross_tenant: 'false',
      resource_type: 'model',
      resource_id: 'chat-small',
      request_id: uuid(901),
      provider_id: 'acme',
      model_id: 'chat-small',
      phi: '{"NAME":2,"SSN":1}',
      phi_disclosed: 'false',
      subjects: 'a'.repeat(64),
      ip: '192.0.2.7',
      user_agent: 'openai-node/5',
      details: '{"restored":true}',
      state: 'kept',
      content_hash: ROW.contentHash,
      hash: ROW.hash,
    });
  });

  it('tells purged rows and destroyed keys from empty ones', () => {
    expect(read(toCsv(PURGED, NO_BODY))).toMatchObject({ state: 'purged', action: '', hash: ROW.hash });
    expect(read(toCsv(ROW, 'destroyed'))).toMatchObject({ state: 'key destroyed', ip: '', details: '' });
    expect(read(toCsv(ROW, 'unreadable'))).toMatchObject({ state: 'not readable', ip: '', details: '' });
    expect(read(toCsv(bareRow(1, sha256), NO_BODY))).toMatchObject({ state: 'kept', sequence: '', hash: '' });
  });

  it.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('defuses %j', (userAgent) => {
    expect(read(toCsv(ROW, { ...BODY, userAgent }))['user_agent']).toBe(`'${userAgent}`);
  });

  it('gives every text back, and none that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",; aé') }), (userAgent) => {
        const field = read(toCsv(ROW, { ...BODY, userAgent }))['user_agent'];
        expect(field?.replace(/^'/, '')).toBe(userAgent.replace(/^'/, ''));
        expect(field).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});

describe('toOcsf', () => {
  it('is an event of API Activity with all that its schema requires', () => {
    expect(ocsf(ROW, BODY)).toEqual({
      category_uid: 6,
      class_uid: 6003,
      type_uid: 600_399,
      activity_id: 99,
      activity_name: 'inference.call',
      time: ROW.occurredAt,
      severity_id: 1,
      status_id: 1,
      status_code: 'success',
      metadata: {
        version: '1.3.0',
        product: { name: 'RADIANT', vendor_name: 'RADIANT', feature: { name: 'audit trail' } },
        uid: uuid(1),
        tenant_uid: CLINIC,
        correlation_uid: uuid(901),
        sequence: 1,
      },
      actor: {
        user: {
          uid: 'dr.jones@clinic',
          type_id: 1,
          type: 'User',
          credential_uid: '33333333-3333-4333-8333-333333333333',
        },
        app_uid: 'charting',
      },
      api: { operation: 'inference.call', request: { uid: uuid(901) } },
      src_endpoint: { ip: '192.0.2.7' },
      http_request: { user_agent: 'openai-node/5' },
      resources: [{ type: 'model', uid: 'chat-small' }],
      unmapped: {
        retention_class: 'disclosure',
        content_hash: ROW.contentHash,
        hash: ROW.hash,
        purged: false,
        body_destroyed: false,
        cross_tenant: false,
        provider_id: 'acme',
        model_id: 'chat-small',
        phi: { NAME: 2, SSN: 1 },
        phi_disclosed: false,
        subjects: ['a'.repeat(64)],
        details: { restored: true },
      },
    });
  });

  it.each(AUDIT_ACTIONS)('gives %s an activity whose type says the same', (action) => {
    const event = ocsf(auditRow(1, sha256, { content: { action } }), NO_BODY);
    expect([1, 2, 3, 4, 99]).toContain(event.activity_id);
    expect(event).toMatchObject({ type_uid: 600_300 + event.activity_id, api: { operation: action } });
  });

  it('always has an actor and a source with a name', () => {
    for (const row of [PURGED, bareRow(1, sha256, { content: { actorKind: 'system', adminId: null } })]) {
      const { actor, src_endpoint: source } = ocsf(row, NO_BODY);
      expect(actor.user.uid ?? actor.user.name).toEqual(expect.any(String));
      expect(source).toEqual({ name: 'unknown' });
    }
  });

  it('names administrators, services and the system', () => {
    const userOf = (content: Parameters<typeof bareRow>[2]) => ocsf(bareRow(1, sha256, content), NO_BODY).actor.user;
    expect(userOf({})).toEqual({ uid: 'ada', type_id: 2, type: 'Admin' });
    expect(userOf({ content: { actorKind: 'service', adminId: null, apiKeyId: uuid(5) } })).toEqual({
      uid: uuid(5),
      type_id: 99,
      type: 'Service',
      credential_uid: uuid(5),
    });
    expect(userOf({ content: { actorKind: 'system', adminId: null } })).toMatchObject({ name: 'system', type_id: 3 });
  });

  it.each([
    ['inference.call', 'success', 1, 1],
    ['inference.call', 'failed', 2, 2],
    ['inference.call', 'refused', 3, 2],
    ['token.revoke', 'success', 2, 1],
  ] as const)('gives %s, %s, severity %d and status %d', (action, outcome, severity, status) => {
    const event = ocsf(auditRow(1, sha256, { content: { action, outcome } }), NO_BODY);
    expect(event).toMatchObject({ severity_id: severity, status_id: status, status_code: outcome });
  });

  it('says of a purged row and of a destroyed key that they are', () => {
    expect(ocsf(PURGED, NO_BODY)).toMatchObject({ activity_id: 0, status_id: 0, unmapped: { purged: true } });
    expect(ocsf(ROW, 'destroyed')).toMatchObject({ unmapped: { body_destroyed: true } });
    expect(ocsf(ROW, 'unreadable')).toMatchObject({ unmapped: { body_destroyed: false, body_unreadable: true } });
  });
});

describe('toSyslog', () => {
  const LINE = /^<(\d+)>1 (\S+) (\S+) radiant - (\S+) (\[radiant@32473(?: \w+="(?:[^"\\\]]|\\["\\\]])*")*\]) (\{.*\})$/;

  it('is a line of RFC 5424 around the OCSF event', () => {
    const [, priority, moment, host, id, data, message] = LINE.exec(toSyslog(ROW, BODY, 'gateway-1'))!;
    expect([priority, moment, host, id]).toEqual(['110', MOMENT, 'gateway-1', 'inference.call']);
    expect(data).toBe(
      `[radiant@32473 tenant="${CLINIC}" id="${uuid(1)}" sequence="1" outcome="success" actor="dr.jones@clinic" resource="chat-small"]`,
    );
    expect(message).toBe(toOcsf(ROW, BODY));
  });

  it.each([
    ['success', 110],
    ['failed', 109],
    ['refused', 108],
  ] as const)('gives what is %s the priority %d', (outcome, priority) => {
    expect(toSyslog(auditRow(1, sha256, { content: { outcome } }), BODY)).toMatch(new RegExp(`^<${priority}>1 `));
  });

  it('is one line of ASCII that a receiver takes apart again, whatever is in it', () => {
    const unit = fc.constantFrom(...'"\\]\n\r\t\0a é漢'.split(''), '😀', '\u2028', '\u007f');
    fc.assert(
      fc.property(fc.string({ unit }), fc.string({ unit }), (resourceId, userAgent) => {
        const row = auditRow(1, sha256, { content: { resourceId } });
        const line = toSyslog(row, { ...BODY, userAgent });
        const ascii = line.replace(/ resource="(?:[^"\\]|\\.)*"/, '');
        expect(ascii).toMatch(/^[\u0020-\u007f]*$/);
        expect(line).not.toMatch(/[\u0000-\u001f]/);
        const [, , , , , , message] = LINE.exec(line)!;
        expect(JSON.parse(message!)).toEqual(ocsf(row, { ...BODY, userAgent }));
      }),
    );
  });

  it.each([
    ['read\n<110>1 - - radiant - all.is.well', 'read?<110>1?-?-?radiant?-?all.is'],
    ['zürich', 'z?rich'],
    ['', '-'],
  ])('takes no line, blank or field from an action that somebody wrote into a row: %j', (action, id) => {
    const line = toSyslog({ ...ROW, content: { ...ROW.content!, action } }, BODY);
    expect(line.split('\n')).toHaveLength(1);
    expect(LINE.exec(line)?.[4]).toBe(id);
  });

  it.each([Infinity, -Infinity, NaN, Date.UTC(12_000, 0, 1)])(
    'leaves out the moment %d, which it has no form for',
    (at) => {
      expect(LINE.exec(toSyslog({ ...ROW, occurredAt: at }, BODY))?.[2]).toBe('-');
    },
  );

  it.each(['', 'two words', 'zürich', 'x'.repeat(256)])('does not take %j for a host', (host) => {
    expect(LINE.exec(toSyslog(ROW, BODY, host))?.[3]).toBe('-');
  });

  it('has a line for a purged row', () => {
    expect(LINE.exec(toSyslog(PURGED, NO_BODY))?.[4]).toBe('purged');
  });
});
