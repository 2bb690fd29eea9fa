/** What each fault is called and does, in the words of someone who has never seen a wire. */
import type { Faults } from '../../../doubles/port.ts';

type Name = Exclude<keyof Faults, 'errorCode' | 'rateResetSeconds'>;

export interface FaultWords {
  name: Name;
  label: string;
  /** One sentence. */
  says: string;
  /** A switch, or a number with its unit, its step and the number a first press gives. */
  how: { kind: 'switch' } | { kind: 'count'; unit: string; step: number };
}

export const faultWords: { title: string; faults: FaultWords[] }[] = [
  {
    title: '平台推给机器人',
    faults: [
      {
        name: 'dropAcks',
        label: '丢失回执',
        says: '机器人答了“收到”，平台却没听见，会按规矩再推一次。',
        how: { kind: 'count', unit: '次', step: 1 },
      },
      {
        name: 'duplicate',
        label: '重复推送',
        says: '同一条消息多推几遍，应当只办一次。',
        how: { kind: 'count', unit: '遍', step: 1 },
      },
      {
        name: 'delayMs',
        label: '推送延迟',
        says: '消息在平台那边压一会儿才推过来。',
        how: { kind: 'count', unit: '毫秒', step: 1000 },
      },
      { name: 'reorder', label: '乱序推送', says: '同时在等的消息换个次序推过来。', how: { kind: 'switch' } },
      {
        name: 'deadSocket',
        label: '长连接假死',
        says: '连接看着还开着，其实什么都不通。',
        how: { kind: 'switch' },
      },
    ],
  },
  {
    title: '机器人发给平台',
    faults: [
      {
        name: 'serverErrors',
        label: '平台报错',
        says: '接下来的几次发送，平台回 500，消息没有发出。',
        how: { kind: 'count', unit: '次', step: 1 },
      },
      {
        name: 'rateLimited',
        label: '发得太快',
        says: '接下来的几次发送，平台说超过频率，要等一等再发。',
        how: { kind: 'count', unit: '次', step: 1 },
      },
      {
        name: 'cutAfterSend',
        label: '发出后断线',
        says: '消息其实发到了，但没等到回答就断线，不应当再发出第二条。',
        how: { kind: 'count', unit: '次', step: 1 },
      },
      {
        name: 'expireTokens',
        label: '令牌失效',
        says: '已经发出的访问令牌全部作废，要重新去取。',
        how: { kind: 'switch' },
      },
    ],
  },
];

/** Labels of the faults that are on. */
export function activeFaults(faults: Faults | undefined): string[] {
  if (faults === undefined) return [];
  const on = faultWords.flatMap((group) => group.faults).filter(({ name }) => Boolean(faults[name]));
  const code = faults.errorCode !== null && faults.errorCode.times > 0 ? ['指定错误码'] : [];
  return [...on.map(({ label }) => label), ...code];
}

export const allOff: Faults = {
  dropAcks: 0,
  duplicate: 0,
  delayMs: 0,
  reorder: false,
  serverErrors: 0,
  rateLimited: 0,
  rateResetSeconds: 1,
  cutAfterSend: 0,
  expireTokens: false,
  deadSocket: false,
  errorCode: null,
};
