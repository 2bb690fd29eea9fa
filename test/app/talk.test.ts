import { describe, expect, it, onTestFinished } from 'vitest';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double } from '../../src/doubles/port.ts';
import { serviceOfTest, until } from '../support/service.ts';

const wordsOf = (double: Double, chatId: string): string[] =>
  double
    .messages(chatId)
    .filter((message) => message.from === 'bot')
    .map((message) => JSON.stringify(message.content));

const start = {
  async feishu() {
    const double = await startFeishuDouble({ limits: 'off' });
    onTestFinished(() => double.stop());
    return { double, options: { feishu: double } };
  },
  async dingtalk() {
    const double = await startDingtalkDouble({ limits: 'off' });
    onTestFinished(() => double.stop());
    return { double, options: { dingtalk: double } };
  },
};

describe.each(['feishu', 'dingtalk'] as const)('a stranger talks on %s', (platform) => {
  it.each(['long', 'webhook'] as const)(
    'by %s: greeted, helped, told what cannot be done',
    async (connection) => {
      const { double, options } = await start[platform]();
      await serviceOfTest({ ...options, connection });
      const user = double.addUser({ name: '何思雨', mobile: '13900005678' });
      const chat = double.p2p(user.id);
      for (const text of ['你好', '／帮助', '/查 张伟']) {
        await double.say(user.id, chat.id, { type: 'text', text });
        // DingTalk posts what is said in quick succession side by side.
        await double.idle();
      }
      const words = await until(
        () => wordsOf(double, chat.id),
        (seen) => seen.length >= 3,
      );
      expect(words).toHaveLength(3);
      expect(words[0]).toContain('小才');
      expect(words[1]).toContain('人才登记');
      expect(words[2]).toContain('还不知道您是哪位');
    },
  );
});
