import { mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { converse } from '../src/dialogue/flow/converse.ts';
import { sentenceOf } from '../src/dialogue/flow/flow.ts';
import { type Conversation, emptyConversation } from '../src/dialogue/flow/input.ts';
import { wordsOf } from '../src/dialogue/reply.ts';
import { FLOWS_FOLDER, type Refused, watchFlows } from '../src/flow-files.ts';
import { silentLog } from '../src/ports.ts';

const matter = (version: number, questions: string, trigger = '试一试'): string =>
  `事项: 试\n编号: t\n版本: ${version}\n触发: [${trigger}]\n问题:\n${questions}\n提交: {做: 立案}\n`;
const FIRST = matter(1, '  - 姓名(人名): 请问您的姓名？\n  - 电话(手机号): 请留一个手机号。');

/** A real folder, a timer that rings when the test says so, and what was refused. */
function folderOf(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'));
  mkdirSync(join(folder, 'policies'));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  for (const [file, text] of Object.entries(files)) write(file, text);
  const rings: { work: () => void; off: boolean }[] = [];
  const refused: Refused[] = [];
  let wake = (): void => undefined;
  const flows = watchFlows({
    log: silentLog,
    folder,
    later: (work) => {
      const ring = { work, off: false };
      rings.push(ring);
      wake();
      return () => {
        ring.off = true;
      };
    },
    refused: (one) => refused.push(one),
  });
  onTestFinished(async () => {
    await flows.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  /** Waits for the folder to have said that something changed, and lets the time pass. */
  async function settles(change: () => void): Promise<void> {
    rings.length = 0;
    const heard = new Promise<void>((resolve) => {
      wake = resolve;
    });
    change();
    await heard;
    // One save is several events; whatever else it is going to say is said by the next turns of the loop.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    wake = () => undefined;
    for (const ring of rings.splice(0)) if (!ring.off) ring.work();
  }
  return { folder, write, settles, flows, refused, rings };
}

it('takes a saved file up without a restart, once nothing more comes', async () => {
  const { write, settles, flows, refused } = folderOf({ 't.yaml': FIRST });
  expect(flows.book().get('t')?.version).toBe(1);
  await settles(() =>
    write('t.yaml', FIRST.replace('版本: 1', '版本: 2').replace('请留一个手机号', '请留手机号')),
  );
  expect(flows.book().get('t')?.version).toBe(2);
  expect(flows.book().get('t')?.fields[1]?.ask).toBe('请留手机号。');
  expect(refused).toEqual([]);
});

it('leaves the last good one running when a file does not pass, and tells why once', async () => {
  const { write, settles, flows, refused } = folderOf({ 't.yaml': FIRST });
  await settles(() => write('t.yaml', FIRST.replace('姓名(人名): 请问', '姓名(人名)：请问')));
  expect(flows.book().get('t')?.version).toBe(1);
  expect(refused.map(({ faults }) => faults.map(sentenceOf))).toEqual([
    ['t.yaml 第 6 行：“姓名(人名)”后面是中文冒号“：”，请改成英文冒号加一个空格“: ”'],
  ]);
  await settles(() => write('t.test.yaml', '测试: 别的'));
  expect(refused).toHaveLength(1);
  await settles(() => write('t.yaml', FIRST.replace('请问您的姓名', '您贵姓')));
  expect(refused.at(-1)?.faults.map(sentenceOf)).toEqual([
    't.yaml 第 3 行：内容改了，版本也要加一：请写成 版本: 2',
  ]);
  await settles(() => write('t.yaml', FIRST.replace('请问您的姓名', '您贵姓').replace('版本: 1', '版本: 2')));
  expect(flows.book().get('t')?.fields[0]?.ask).toBe('您贵姓？');
});

it('holds back a file that clashes with another, and takes new ones in and deleted ones out', async () => {
  const { write, settles, flows, refused, folder } = folderOf({ 't.yaml': FIRST });
  const other = FIRST.replace('编号: t', '编号: a').replace('事项: 试', '事项: 另');
  await settles(() => write('a.yaml', other));
  expect(flows.book().has('a')).toBe(false);
  expect(refused.map(({ file }) => file)).toEqual(['a.yaml']);
  expect(refused[0]?.faults.map(sentenceOf).join()).toContain('触发语“试一试”已经归');
  await settles(() => write('a.yaml', other.replace('试一试', '另一试')));
  expect([...flows.book().keys()].toSorted()).toEqual(['a', 't']);
  await settles(() => unlinkSync(join(folder, 'a.yaml')));
  expect([...flows.book().keys()]).toEqual(['t']);
});

it('takes up policies the same way', async () => {
  const { write, settles, flows, refused } = folderOf({ 't.yaml': FIRST });
  const policy = readFileSync(join(FLOWS_FOLDER, 'policies', 'hostel.yaml'), 'utf8');
  await settles(() => write('policies/hostel.yaml', policy));
  expect(flows.policies().map((one) => one.文号)).toEqual(['青团联〔2026〕3号']);
  await settles(() => write('policies/hostel.yaml', policy.replace('文号:', '文耗:')));
  expect(refused[0]?.file).toBe('policies/hostel.yaml');
  expect(flows.policies()).toHaveLength(1);
});

it('carries a draft over to the new file, and says so in one line at the next message', async () => {
  const { write, settles, flows } = folderOf({ 't.yaml': FIRST });
  let conversation: Conversation = emptyConversation();
  const says = (text: string): string => {
    const output = converse({
      conversation,
      said: { kind: 'text', text },
      place: 'p2p',
      now: Date.parse('2026-11-18T10:00:00+08:00'),
      calendar: { validUntil: '2026-12-31', isWorkday: () => true },
      office: [],
      flows: flows.book(),
      known: () => undefined,
      roles: [],
      newId: () => 'd1',
    });
    conversation = output.conversation;
    return output.replies.map(wordsOf).join('\n');
  };
  says('试一试');
  says('王小明');
  expect(says('13900001111')).toContain('确认');
  const questions =
    '  - 姓名(人名): 请问您的姓名？\n  - 手机(手机号): {问: 请留手机号。, 曾用名: [电话]}\n  - 单位(单位): 您在哪个单位？';
  await settles(() => write('t.yaml', matter(2, questions)));
  const next = says('继续');
  expect(next).toContain('更新过');
  expect(next).toContain('哪个单位');
  expect(conversation.stack[0]?.answers.手机?.value).toBe('13900001111');
  expect(says('县人民医院')).not.toContain('更新过');
});

it('does not start on a file that does not pass', () => {
  expect(() => folderOf({ 't.yaml': FIRST.replace('人名', '名字') })).toThrow(
    /t.yaml 第 6 行：不认识类型“名字”/u,
  );
});
