import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';
import { prometheusText } from './prometheus-text.js';

describe('metrics', () => {
  it('are written as Prometheus reads them: each once, with the samples of every process', () => {
    const processes = ['a', 'b'].map((replica) => {
      const metrics = new Metrics();
      metrics.counter('calls_total', 'Calls', ['outcome']).of('a "quoted"\\\nend').add(2);
      const took = metrics.histogram('took_seconds', 'Time', [], [0.1, 1]).of();
      for (const value of [0.1, 0.5, 7]) took.observe(value);
      metrics.gauge('open', 'Open', [], () => [{ value: 3 }]);
      return { labels: { replica }, metrics: metrics.snapshot() };
    });
    const text = prometheusText(processes);
    expect(text.match(/^# TYPE/gm)).toHaveLength(3);
    expect(text).toContain('calls_total{replica="a",outcome="a \\"quoted\\"\\\\\\nend"} 2\n');
    expect(text).toContain(
      [
        '# HELP took_seconds Time',
        '# TYPE took_seconds histogram',
        'took_seconds_bucket{replica="a",le="0.1"} 1',
        'took_seconds_bucket{replica="a",le="1"} 2',
        'took_seconds_bucket{replica="a",le="+Inf"} 3',
        'took_seconds_sum{replica="a"} 7.6',
        'took_seconds_count{replica="a"} 3',
        'took_seconds_bucket{replica="b",le="0.1"} 1',
      ].join('\n'),
    );
    expect(text).toContain('open{replica="b"} 3\n');
  });

  it('count amounts exactly that no float could hold', () => {
    const metrics = new Metrics();
    const billed = metrics.exactCounter('billed_picos_total', 'Billed').of();
    billed.add(9_007_199_254_740_993n);
    billed.add(2n);
    expect(metrics.snapshot()[0]?.samples).toEqual([{ labels: [], value: '9007199254740995' }]);
  });

  it('hold so many combinations of labels and no more: the rest is counted together', () => {
    const metrics = new Metrics();
    const counter = metrics.counter('calls_total', 'Calls', ['provider', 'outcome']);
    for (let n = 0; n < 5_000; n += 1) counter.of(`p${n}`, 'failed').add();
    const samples = metrics.snapshot()[0]?.samples ?? [];
    expect(samples).toHaveLength(1_001);
    expect(samples.at(-1)).toEqual({ labels: ['other', 'other'], value: '4000' });
  });
});
