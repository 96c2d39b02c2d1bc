// A process of its own: what it reads and writes is megabytes.
import { MirrorUpstream } from './stalls/mirror-upstream.js';

process.on('disconnect', () => process.exit(0));
process.send?.(await new MirrorUpstream().start());
