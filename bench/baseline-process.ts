/**
 * What the service is compared with: the official SDK's own way to receive
 * events over HTTP, which verifies and decrypts, and a handler that does nothing.
 */
import type { AddressInfo } from 'node:net';
import * as Lark from '@larksuiteoapi/node-sdk';
import express from 'express';
import { serveParent } from './child.ts';

let handled = 0;
const dispatcher = new Lark.EventDispatcher({
  encryptKey: process.env.FEISHU_ENCRYPT_KEY ?? '',
  verificationToken: process.env.FEISHU_VERIFICATION_TOKEN ?? '',
  loggerLevel: Lark.LoggerLevel.error,
}).register({
  'im.message.receive_v1': async () => {
    handled += 1;
  },
});

const app = express();
app.use(express.json());
app.use('/channels/feishu', Lark.adaptExpress(dispatcher));
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  serveParent(
    { url: `http://127.0.0.1:${port}`, notes: [] },
    async () => ({ handled, statements: 0, commits: 0 }),
    async () => {
      server.closeAllConnections();
      server.close();
    },
  );
});
