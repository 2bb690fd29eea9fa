/** What somebody hears who brought up one or several matters. */
import type { Choice, Reply, ReplyPart } from '../../dialogue/reply.ts';
import { detailsOpen, needsConsent } from '../cases/actions.ts';
import { button, dayOf } from '../cases/cards.ts';
import type { CaseFile } from '../cases/file.ts';
import type { NeedTalk } from './talk.ts';

/** 公寓维修，加急，已转青岚城发，10月8日 周四前答复 */
export function caseLine(file: CaseFile): { label: string; text: string } {
  const { row, unit, standing } = file;
  const due = `${dayOf(standing.due)}前`;
  const about =
    row.guard === '限主任'
      ? '涉及干部的情况'
      : [file.matter === '诉求' ? '' : file.matter, row.title].filter(Boolean).join('：');
  const who =
    row.guard === '限主任'
      ? '只有人才办主任能看到，不会转给被反映的人和单位；也可以直接向纪检监察机关反映，电话 12388'
      : unit
        ? `已转${unit.name}${row.guard === '回避' ? '负责人处理，当事人回避' : ''}，${due}答复`
        : row.guard === '回避'
          ? `由人才办直接处理，不交给被反映的单位，${due}联系您`
          : `人才办${due}转给负责的单位`;
  return {
    label: row.no,
    text: [about || file.matter, row.urgent ? '加急' : '', who].filter(Boolean).join('，'),
  };
}

export const waitsForConsent = (file: CaseFile): boolean =>
  file.unit !== undefined && needsConsent(file) && !detailsOpen(file);

/** Asked for each case by itself, naming who would receive what (PIPL 23). */
export function consentParts(files: readonly CaseFile[]): ReplyPart[] {
  const waiting = files.filter(waitsForConsent);
  if (waiting.length === 0) return [];
  const one = waiting.length === 1;
  const buttons: Choice[] = waiting.flatMap((file) =>
    ['同意转达', '不同意转达'].map((act, index) => ({
      ...button(file, act, index === 0),
      label: one ? act : `${file.row.title}：${act}`,
    })),
  );
  const names = waiting.map((file) => `${file.row.title}的情况转给${file.unit?.name ?? ''}`).join('，');
  return [
    { type: 'text', text: `为了办事，要把${names}，连同联系电话，只用于办这件事。您同意吗？` },
    { type: 'buttons', buttons },
  ];
}

export function askWords(asks: NeedTalk['asks'], title: string): string | undefined {
  if (!asks) return undefined;
  return asks.what === 'place' ? `${title}在哪一栋、哪一间？` : '什么时候方便上门？比如“晚上七点以后”。';
}

export const replyOf = (parts: (ReplyPart | undefined)[]): Reply => ({
  parts: parts.filter((part) => part !== undefined),
});
export const line = (text: string): ReplyPart => ({ type: 'text', text });
