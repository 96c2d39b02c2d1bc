import { serveDetection } from '../src/index.js';

serveDetection();
