import { describeChannel } from '../conformance.ts';
import { startRig } from './rig.ts';

const traits = { dedupes: true, forms: true, toasts: true };

describeChannel('Feishu by webhook', (sink) => startRig({ connection: 'webhook', sink }), traits);
describeChannel('Feishu by long connection', (sink) => startRig({ connection: 'long', sink }), traits);
