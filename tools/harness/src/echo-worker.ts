// A process of its own: it has a connection for each open stream.
import { EchoUpstream } from './streams/echo-upstream.js';

const upstream = new EchoUpstream();
process.on('message', (message) => {
  if (message === 'release') void upstream.release().then((seen) => process.send?.(seen));
});
process.on('disconnect', () => process.exit(0));
process.send?.(await upstream.start());
