import { describe, expect, it } from '@jest/globals';
import { Money, requestId } from '@radiant/kernel';
import { CorrectUsage, PreviewCorrection, type AskedCorrection } from '../index.js';
import { of } from '../testing/case.js';
import { CALL_ID, callOf, CORRECTION_ID, pricedModel, SMALL } from '../testing/correction-rows.js';
import { NOVEMBER } from '../testing/invoice-rows.js';
import { CLINIC, GRACE, HOSPITAL } from '../testing/people.js';
import { World } from '../testing/world.js';

const other = (n: number) => requestId(`dddddddd-0000-4000-8000-0000000000d${n}`);
/** Two calls in October, one billed as reserved, one in November, and one of the hospital. */
function world(): World {
  const made = new World();
  made.state.models.push(pricedModel(made));
  made.state.calls.push(
    callOf(),
    callOf({ requestId: other(1), markupBasisPoints: 0, markupVersion: 3, billedAmount: Money.ofPicos(300n) }),
    callOf({ requestId: other(2), origin: 'expiry', unheard: true }),
    callOf({ requestId: other(3), createdAt: NOVEMBER.from }),
    callOf({ requestId: other(4), tenantId: HOSPITAL }),
  );
  return made;
}
const RERATED: AskedCorrection = { reason: 'price', modelId: SMALL, month: '2025-10', priceVersion: 2 };
const preview = (made: World, asked: AskedCorrection) =>
  new PreviewCorrection(...of(made)).execute(GRACE, CLINIC, asked);
const correct = (made: World, asked: AskedCorrection, calls: number, billed: string, id: string = CORRECTION_ID) =>
  new CorrectUsage(...of(made)).execute(GRACE, CLINIC, id, asked, { calls, billedAfter: billed });
const billedOf = (made: World) => made.state.calls.map(({ billedAmount }) => Number(billedAmount.picos));

describe('a correction', () => {
  it('of a period is at another version of the price; what the tenant agreed on stays, estimates are left out', async () => {
    const made = world();
    const figures = await preview(made, RERATED);
    expect(figures).toMatchObject({
      calls: 2,
      unchanged: 0,
      estimates: 1,
      costBefore: Money.ofPicos(600n),
      costAfter: Money.ofPicos(300n),
      billedBefore: Money.ofPicos(660n),
      billedAfter: Money.ofPicos(330n),
    });
    expect(billedOf(made)).toEqual([360, 300, 360, 360, 360]);
    const run = await correct(made, RERATED, 2, figures.billedAfter.toString());
    expect(run).toMatchObject({ id: CORRECTION_ID, reason: 'price', figures, createdBy: 'grace' });
    expect(billedOf(made)).toEqual([180, 150, 360, 360, 360]);
    expect(made.eventsOf(CLINIC).map(({ action }) => action)).toEqual(['report.read', 'usage.correct']);
    expect(made.eventsOf(CLINIC)[1]?.details).toMatchObject({
      'after.calls': 2,
      'after.billed_before': '0.00000000066',
      'after.billed_after': '0.00000000033',
      'after.price_version': 2,
      'after.model_id': SMALL,
    });
  });

  it('is made once by its id; another one of that id is refused', async () => {
    const made = world();
    const first = await correct(made, RERATED, 2, '0.00000000033');
    expect(await correct(made, RERATED, 2, '0.00000000033')).toEqual(first);
    expect(made.eventsOf(CLINIC)).toHaveLength(1);
    await expect(correct(made, { ...RERATED, priceVersion: 1 }, 2, '0')).rejects.toMatchObject({ code: 'conflict' });
    const again = { calls: 0, unchanged: 2, estimates: 1 };
    expect(await preview(made, RERATED)).toMatchObject(again);
  });

  it('is refused with the figures as they are when others were expected', async () => {
    const made = world();
    const figures = { calls: 2, billed_after: '0.00000000033' };
    await expect(correct(made, RERATED, 3, '0.00000000033')).rejects.toMatchObject({
      code: 'precondition_failed',
      facts: { field: 'expected_calls', ...figures },
    });
    await expect(correct(made, RERATED, 2, '0.0000000003')).rejects.toMatchObject({
      code: 'precondition_failed',
      facts: { field: 'expected_billed', ...figures },
    });
    expect(billedOf(made)).toEqual([360, 300, 360, 360, 360]);
  });

  it('is made where the same amount is written otherwise', async () => {
    const made = world();
    await correct(made, RERATED, 2, '0.000000000330');
    expect(billedOf(made)).toEqual([180, 150, 360, 360, 360]);
  });

  it('of one call has other tokens, at the price that it had or at another', async () => {
    const made = world();
    const usage = { ...callOf().usage, outputTokens: 5 };
    const asked = { reason: 'usage', requestId: CALL_ID, usage };
    expect(await preview(made, asked)).toMatchObject({ calls: 1, billedAfter: Money.ofPicos(240n) });
    await correct(made, { ...asked, priceVersion: 2 }, 1, '0.00000000012');
    expect(made.state.calls[0]).toMatchObject({ usage, priceVersion: 2, cost: Money.ofPicos(100n), estimated: false });
  });

  it('of a call that is billed as reserved says what it used, at the markup that was agreed on then', async () => {
    const made = world();
    const agreed = { version: 1, modelId: undefined, effectiveFrom: 0, createdAt: 0, createdBy: 'root' };
    const markups = [
      { ...agreed, basisPoints: 5_000 },
      { ...agreed, version: 2, basisPoints: 9_000, effectiveFrom: NOVEMBER.from },
    ];
    made.state.markups.push(...markups.map((markup) => ({ tenantId: CLINIC, markup })));
    const usage = { ...callOf().usage, outputTokens: 5 };
    const asked = { reason: 'usage', requestId: other(2), usage };
    expect(await preview(made, asked)).toMatchObject({ calls: 1, estimates: 0, billedAfter: Money.ofPicos(300n) });
    await correct(made, asked, 1, '0.0000000003');
    expect(made.state.calls[2]).toMatchObject({ usage, estimated: true, markupVersion: 1, markupBasisPoints: 5_000 });
  });

  it('is about calls that there are, and no estimate', async () => {
    const of = (id: string) => ({ reason: 'price', requestId: id, priceVersion: 2 });
    await expect(preview(world(), of(other(9)))).rejects.toMatchObject({ code: 'not_found' });
    await expect(preview(world(), of(other(4)))).rejects.toMatchObject({ code: 'not_found' });
    await expect(preview(world(), of(other(2)))).rejects.toMatchObject({ code: 'conflict' });
  });

  const { usage } = callOf();
  it.each<[string, AskedCorrection]>([
    ['reason', { ...RERATED, reason: 'Mrs Canary' }],
    ['model_id', { ...RERATED, modelId: 'nobodys' }],
    ['price_version', { ...RERATED, priceVersion: 3 }],
    ['price_version', { ...RERATED, priceVersion: 0 }],
    ['price_version', { reason: 'price', modelId: SMALL, month: '2025-10' }],
    ['usage', { ...RERATED, usage }],
    ['usage', { reason: 'price', requestId: CALL_ID }],
    ['usage', { reason: 'usage', requestId: CALL_ID, usage: { ...usage, detail: { images: 1 } } }],
    [
      'usage.input_tokens',
      { reason: 'usage', requestId: CALL_ID, usage: { ...usage, detail: { cache_write_tokens: 11 } } },
    ],
    ['usage.output_tokens', { reason: 'usage', requestId: CALL_ID, usage: { ...usage, outputTokens: -1 } }],
    ['model_id', { ...RERATED, requestId: CALL_ID }],
    ['month', { reason: 'price', requestId: CALL_ID, priceVersion: 2, month: '2025-10' }],
    ['request_id', { reason: 'price', priceVersion: 2, month: '2025-10' }],
    ['request_id', { reason: 'price', priceVersion: 2, requestId: 'none' }],
    ['from', { ...RERATED, month: undefined }],
  ])('with a wrong %s is refused by name: %j', async (field, asked) => {
    await expect(preview(world(), asked)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });
});
