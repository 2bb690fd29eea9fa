import type { Source } from './source.ts';
import { wordSet } from './words.ts';

/** What people put around a value without meaning anything more by it. */
const AROUND = wordSet(`
  , ， 。 . 、 ; ； : ! ！ ~ … - ( ) （ ） " “ ”
  吧 的 了 啊 呀 呢 哦 哈 嘛 哟 嗯 呃 额 那个 那就 那 就 是 我 我们 本人 他 她 您 你 好 好的 行 可以 应该 可能 大概 差不多 左右 大约 约 估计
  想 想要 要 希望 期望 准备 打算 计划 定在 定于 安排在 约在 约到 放在 改成 改为 改到 改在 改 换成 换到 推迟到 延到 提前到 不对 错了 说错了 写错了
  在 于 到 从 给 您好 你好 谢谢 多谢 麻烦 请 帮我 记一下 有空 方便 都 也 还是 今年 现在 目前 一共 总共 共 有 需要 属于 算
  生 出生 生日 生的 毕业 入职 报到 来 去 吗 可以吗 行吗 好吗 好吧 合适 比较 年薪 月薪 工资 薪资 薪水 待遇 收入 税前 税后 人民币 虚岁
  座机 tel 电话是 每月 每年 一个月 一年 到手 手机号 手机号码 手机 电话号 电话号码 电话 号码 联系方式 联系电话 微信同号 同微信 身份证号 身份证号码 身份证
  邮箱 邮件 mail email 姓名 名字 叫 年龄 日期 时间 金额 比例 面试 面谈 开会 见面 报名 人 个人 名 位 岁 周岁 块 块钱 元`);
const BLANK = /\s/;
const LONGEST = 24;

/** Whether the rest of the message around [from, to) says nothing more. */
export function isFull(source: Source, from: number, to: number): boolean {
  const { s } = source;
  return saysNothing(s, 0, from) && saysNothing(s, to, s.length);
}

/** Whether such words fill [from, to). A place where one can end is looked at once, however many ways lead there (好的: 好, 的). */
function saysNothing(s: string, from: number, to: number): boolean {
  if (to - from > LONGEST) return false;
  const part = s.slice(from, to).toLowerCase();
  const reached = [true];
  for (let k = 0; k < part.length; k++) {
    if (!reached[k]) continue;
    if (BLANK.test(part.charAt(k))) reached[k + 1] = true;
    for (const end of AROUND.ends(part, k)) reached[end] = true;
  }
  return reached[part.length] === true;
}
