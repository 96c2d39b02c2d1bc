import { serveDetection } from '@radiant/workers';

serveDetection();
