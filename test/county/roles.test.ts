import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buttonRules, caseRules, commandRules, mayUnmask, type Rule } from '../../src/county/roles.ts';
import { commands } from '../../src/dialogue/commands/declarations.ts';
import { roleNames } from '../../src/dialogue/post.ts';

const page = join(import.meta.dirname, '..', '..', 'docs', 'roles.md');
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const columns = ['主任', '人才办', ...roleNames.filter((role) => role !== '主任' && role !== '人才办')];

/** What the rule says to each column; the head of the office may do what staff may. */
function cells({ may, group }: Rule): string[] {
  const given = (who: string): string =>
    may[who as keyof typeof may] ?? (who === '主任' ? may.人才办 : undefined) ?? may.任何人 ?? '—';
  return [...columns.map(given), may.任何人 ?? '—', group ? '可以' : '请到私聊'];
}

const text = [
  '# 谁能看什么、做什么',
  '由 `src/county/roles.ts` 写出，两边不一致时测试不通过；改了之后用 `npx vitest run test/county/roles.test.ts -u` 重写，再逐行看一遍差别。`test/app/roles.test.ts` 让每种人把每一格真的说一遍、按一遍，看库里变没变、回了什么。',
  '“全县”是本县所有的人和事；“自己的”对人才是本人反映的事，对领导是结对的人和自己转来的事，对成员单位是派给本单位的事；“领导的”对专员是所服务的领导结对的人，加上本人反映的事，不含电话全号和家人、身体的情况；“—”是不能。别的县的一概看不到。“生人”是还没绑定账号的人。谁能办哪个事项、每个环节由谁办，写在 `flows/` 里那个事项自己的文件里。',
  '## 命令',
  table(
    ['命令', ...columns, '生人', '群里'],
    commands.map(({ word }) => [`/${word}`, ...cells(commandRules[word])]),
  ),
  '## 要人才办拿主意的卡片',
  table(
    ['卡片', ...columns, '生人', '群里'],
    Object.entries(buttonRules).map(([name, rule]) => [name, ...cells(rule)]),
  ),
  '群里的卡片只认问话的那个人，别人按了不算。',
  '## 每件事都有的操作',
  '“本人”是反映的人，“转达领导”是替本人转来的领导。涉及检举控告的事只有主任能看到，只能转纪检信访；当事人要回避的，这件事对他不存在。',
  table(
    ['操作', '主任', '人才办', '承办单位', '转达领导', '本人'],
    Object.entries(caseRules).map(([name, who]) => [
      name,
      ...(['主任', '人才办', '承办单位', '转达领导', '本人'] as const).map((party) =>
        (who as readonly string[]).includes(party) ? '可以' : '—',
      ),
    ]),
  ),
  '承办单位看电话和详情，要先有本人同意（涉及家人、健康的，或领导转来的）。',
  '## 不遮盖的号码',
  `导出的表里，手机号和证件号对${mayUnmask}、且用途需要时才不遮盖；其他人看到的都遮盖。每次看电话、每次导出都留下谁、看了什么、做什么用。`,
].join('\n\n');

it('is what docs/roles.md says, line by line', async () => {
  expect(Object.keys(commandRules)).toEqual(commands.map(({ word }) => word));
  await expect(`${text}\n`).toMatchFileSnapshot(page);
});
