import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId, KeyedDigest, tenantId, type TenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import {
  CombinedDetector,
  DEFAULT_PHI_POLICY,
  PhiDetector,
  PhiShield,
  PolicyDetection,
  RuleDetector,
  type PhiMatch,
} from '@radiant/phi';
import { FakeSecondOpinion, RecordingVault } from '@radiant/phi/testing';
import { decodeChatRequest } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import { FULL_PROVIDER, FULL_MODEL, price } from '@radiant/registry/testing';
import { encodeChat, inspectChat } from '../upstream/encode-for-route.js';
import { ProtectRequest, type ProtectedRequest } from './protect-request.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');

class Hmac extends KeyedDigest {
  async digest(tenant: TenantId, purpose: string, texts: readonly string[]): Promise<readonly string[]> {
    return texts.map((text) => createHmac('sha256', tenant).update(`${purpose}|${text}`).digest('hex'));
  }
}

/** Finds nothing at all. */
class Blind extends PhiDetector {
  readonly version = 'blind';

  async detect(texts: readonly string[]): Promise<readonly (readonly PhiMatch[])[]> {
    return texts.map(() => []);
  }
}

const ROUTE: Route = { model: FULL_MODEL, provider: FULL_PROVIDER, price: price(1, 0) };
type Leaving = ProtectedRequest & { readonly body: string };

const image = { type: 'image_url', image_url: { url: 'https://x.example/scan.png' } };
const pdf = { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } };

describe('protecting a request', () => {
  let detector: PhiDetector;
  beforeEach(() => {
    detector = new RuleDetector(async () => undefined);
  });

  const protect = async (body: object, over: Partial<typeof DEFAULT_PHI_POLICY> = {}): Promise<Leaving> => {
    const clock = new FixedClock();
    const shield = new PhiShield(
      new PolicyDetection(detector, async () => undefined),
      new RecordingVault(clock),
      clock,
      new SequentialIds(),
      new Hmac(),
    );
    const leaving = await new ProtectRequest(shield, new Hmac()).execute({
      tenantId: CLINIC,
      app: { id: appId('charting'), only: true },
      sessionId: undefined,
      policy: { ...DEFAULT_PHI_POLICY, ...over },
      request: decodeChatRequest({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...body }),
      marks: { spans: [], earlier: 0 },
    });
    const encoded = encodeChat(leaving, ROUTE);
    inspectChat(leaving, encoded, ROUTE);
    return { ...leaving, body: encoded.body };
  };
  const withParts = (...content: object[]): object => ({ messages: [{ role: 'user', content }] });
  const blocked = (facts: object): unknown => expect.objectContaining({ code: 'phi_policy_blocked', facts });

  it('names changed names of tools, and no others', async () => {
    const tool = (name: string): object => ({ type: 'function', function: { name } });
    const { toolNames } = await protect({ tools: [tool('get_weather'), tool('find_Jane_Doe')] });
    expect([...toolNames]).toEqual([['find_PHI_NAME_10000', 'find_Jane_Doe']]);
  });

  it('sends nothing that a detector missed and that proves itself, in the text or in a file', async () => {
    detector = new Blind();
    const data = `data:text/plain;base64,${Buffer.from('SSN 219-09-9999').toString('base64')}`;
    await expect(protect(withParts({ type: 'text', text: 'SSN 219-09-9999' }))).rejects.toEqual(blocked({}));
    await expect(protect(withParts({ type: 'file', file: { file_data: data } }))).rejects.toEqual(blocked({}));
    const categories = { ...DEFAULT_PHI_POLICY.categories, SSN: false };
    await expect(protect(withParts({ type: 'text', text: 'SSN 219-09-9999' }), { categories })).resolves.toBeDefined();
  });

  it('hides what is split over the parts of a message, or over messages of one speaker, and leaves no text empty', async () => {
    const part = (text: string): object => ({ type: 'text', text });
    const said = (role: string, content: unknown): object => ({ role, content, name: 'nurse' });
    const { body } = await protect({
      messages: [
        said('user', [part('Patient John Sm'), part('ith, SSN 219-09'), part('-9999')]),
        said('assistant', 'Go on.'),
        said('user', 'Her MRN:'),
        said('user', '4471234'),
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: [part('Dr. Jane Whit'), part('field')] },
      ],
    });
    expect(JSON.parse(body).messages.map(({ content }: { content: unknown }) => content)).toEqual([
      [part('Patient [PHI_NAME_10000]'), part(', SSN [PHI_SSN_10001]'), part('[PHI_SSN_10001]')],
      'Go on.',
      'Her MRN:',
      '[PHI_MEDICAL_RECORD_10002]',
      null,
      [part('[PHI_NAME_10003]'), part('[PHI_NAME_10003]')],
    ]);
  });

  it('refuses what it can not look into, naming the first of them', async () => {
    await expect(protect(withParts({ type: 'text', text: 'a' }, pdf, image))).rejects.toEqual(
      blocked({ field: 'messages[0].content[1]', kind: 'file' }),
    );
  });

  it('takes out what it can not look into where the policy says so', async () => {
    const { body, request, unscannable } = await protect(withParts(image, pdf), { unscannable: 'strip' });
    expect(body).not.toMatch(/scan\.png|a\.pdf|base64/);
    expect(body.match(/was removed/g)).toHaveLength(2);
    expect(request.messages[0]?.content).toHaveLength(2);
    expect(unscannable?.rule).toBe('strip');
  });

  it('lets it pass where the policy says so, unless its address says who it is', async () => {
    const at = (url: string): Promise<Leaving> =>
      protect(withParts({ type: 'image_url', image_url: { url } }), { unscannable: 'allow' });
    expect(JSON.parse((await at(image.image_url.url)).body).messages[0].content).toEqual([image]);
    for (const url of [
      'https://x.example/scan?mrn=00482913',
      'https://x.example/a/jane.doe%40example.org/scan.png',
      'https://x.example/Patient%20Jane%20Doe.png',
    ]) {
      await expect(at(url)).rejects.toEqual(blocked({ field: 'messages[0].content[0]' }));
    }
  });

  it('lets everything pass where nothing is protected, and still counts it', async () => {
    const { body, unscannable } = await protect(withParts(image, pdf, image), { mode: 'disabled' });
    expect(JSON.parse(body).messages[0].content).toEqual([
      image,
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
      image,
    ]);
    expect(unscannable).toEqual({
      rule: 'allow',
      counts: new Map([
        ['image', 2],
        ['file', 1],
      ]),
    });
  });

  describe('with data in base64 within a text', () => {
    const PDF = 'JVBERi0xLjQKJcTl8uXr';
    const say = (text: string): string => Buffer.from(text).toString('base64');
    const asking = (content: string): object => ({ messages: [{ role: 'user', content }] });
    const fhir = (contentType: string, data: string): string =>
      JSON.stringify({ resourceType: 'DocumentReference', content: [{ attachment: { contentType, data } }] });
    const PHI = say('Patient Jane Doe, SSN 219-09-9999');

    it.each<[string, string]>([
      ['a data URL of text with PHI', `see data:text/plain;base64,${PHI} there`],
      ['a data URL in Markdown', `![scan](data:image/png;base64,${PDF})`],
      ['an attachment of text with PHI', fhir('text/plain', PHI)],
      ['an attachment that is no text', fhir('application/pdf', PDF)],
    ])('refuses %s, takes it out, and never sends it', async (_case, content) => {
      await expect(protect(asking(content))).rejects.toEqual(
        blocked({ field: 'messages[0].content', kind: 'embedded' }),
      );
      const stripped = await protect(asking(content), { unscannable: 'strip' });
      expect(stripped.body).toContain('REMOVED');
      for (const data of [PHI, PDF]) expect(stripped.body).not.toContain(data);
    });

    it('lets text without PHI pass, and other data where the policy says so, counted', async () => {
      const clean = `see data:text/plain;base64,${say('nothing here')} and ${fhir('text/plain', say('nor here'))}`;
      expect((await protect(asking(clean))).body).toContain(say('nothing here'));
      const allowed = await protect(asking(fhir('application/pdf', PDF)), { unscannable: 'allow' });
      expect(allowed.body).toContain(PDF);
      expect(allowed.unscannable).toEqual({ rule: 'allow', counts: new Map([['embedded', 1]]) });
      const read = await protect(asking(fhir('text/plain', PHI)), { unscannable: 'allow' });
      expect(read.body).not.toContain(PHI);
    });

    it('refuses more of it than is looked into, whatever the rule, and by the name of the field', async () => {
      const url = `data:;base64,${say('nothing here')} `;
      const refused = { code: 'payload_too_large', facts: { field: 'messages[0].content' } };
      for (const unscannable of ['block', 'strip', 'allow'] as const)
        await expect(protect(asking(url.repeat(2_001)), { unscannable })).rejects.toMatchObject(refused);
      await expect(protect(asking(url.repeat(2_000)))).resolves.toBeDefined();
      await expect(protect(asking(url.repeat(2_001)), { mode: 'disabled' })).resolves.toBeDefined();
    });

    it('takes out each of several pieces, and no text between them', async () => {
      const url = `data:application/pdf;base64,${PDF}`;
      const { request } = await protect(asking(`see ${url}, ${url} and ${url}.`), { unscannable: 'strip' });
      const left = 'data:application/pdf;base64,REMOVED';
      expect(request.messages[0]?.content).toBe(`see ${left}, ${left} and ${left}.`);
    });

    it('takes no other JSON for an attachment', async () => {
      const content = JSON.stringify({ data: 'deadbeefdeadbeef', type: 'x' });
      expect((await protect(asking(content))).request.messages[0]?.content).toBe(content);
    });
  });

  it('says when a second opinion was not to be had and the policy let the rules do alone', async () => {
    const second = new FakeSecondOpinion();
    detector = new CombinedDetector(detector, second);
    expect((await protect({})).secondOpinion).toBeUndefined();
    second.isDown = true;
    await expect(protect({})).rejects.toMatchObject({ code: 'service_unavailable' });
    expect((await protect({}, { secondOpinionDown: 'rules_only' })).secondOpinion).toBe('down');
  });

  it('sends a pseudonym for the end user, and none for nobody', async () => {
    const { body } = await protect({ user: 'jane' });
    expect(JSON.parse(body).user).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse((await protect({ user: '' })).body).user).toBeUndefined();
    expect(JSON.parse((await protect({})).body).user).toBeUndefined();
  });
});
