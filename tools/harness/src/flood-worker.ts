// A process of its own: it writes megabytes to each of a thousand readers.
import { FloodUpstream } from './readers/flood-upstream.js';

process.on('disconnect', () => process.exit(0));
process.send?.(await new FloodUpstream().start());
