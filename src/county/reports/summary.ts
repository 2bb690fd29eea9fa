/**
 * What the office hands in about a period: the figures as sentences and tables,
 * and an annex with how each was counted. Units and leaders are in no order and
 * beside no number of their own (domain.md 5.3).
 */
import { dateOf } from '../../schedule/workdays.ts';
import { type Asked, asOfWords, type Counted, isRate, percent, valueWords } from '../figures/figure.ts';

export interface SummaryTable {
  caption: string;
  columns: string[];
  rows: string[][];
}

export interface Section {
  heading: string;
  paragraphs: string[];
  table?: SummaryTable;
}

export interface Summary {
  title: string;
  /** （2026年第三季度） */
  period: string;
  opening: string;
  sections: Section[];
  annex: SummaryTable;
  /** 落款 */
  office: string;
  date: string;
}

/** Composes the summary from figures that were counted. Says nothing that no figure says. */
export function summaryOf(counted: readonly Counted[], asked: Asked): Summary {
  const of = figuresByName(counted);
  const { county, period, asOf } = asked;
  return {
    title: `${county.name}党政领导联系服务人才工作情况`,
    period: `（${period.name}）`,
    opening: `现将${period.name}党政领导联系服务人才工作情况汇总如下。除另有说明外，数字统计时间为${dayWords(period.from)}至${dayWords(asOf)}，均由台账逐条计数，口径见附件。`,
    sections: [
      contactSection(of, asked),
      needSection(of, asked),
      fileSection(of, asked),
      noticeSection(of, asked),
    ],
    annex: annexOf(counted, asked),
    office: `中共${county.name}委人才工作领导小组办公室`,
    date: dayWords(dateOf(asked.now)),
  };
}

type Of = (name: string) => Counted;

function figuresByName(counted: readonly Counted[]): Of {
  return (name) => {
    const found = counted.find(({ figure }) => figure.name === name);
    if (!found) throw new Error(`The figure ${name} was not counted.`);
    return found;
  };
}

function contactSection(of: Of, { asOf }: Asked): Section {
  const contacts = of('联系人次');
  const reached = of('联系覆盖率');
  const ways = contacts.groups.map(({ name, count }) => `${name}${count}人次`).join('、');
  const done =
    contacts.count === 0 ? '期内没有联系记录。' : `期内共开展联系服务${contacts.count}人次，其中${ways}。`;
  const covered = reached.of
    ? `在联系的${reached.of}名人才中，期内联系过${reached.count}名，占${percent(reached.count, reached.of)}。`
    : '';
  return {
    heading: '一、联系服务情况',
    paragraphs: [
      `截至${dayWords(asOf)}，全县共有${of('联系领导数').count}名领导联系${of('联系人才数').count}名人才。${done}${covered}`,
    ],
    ...(contacts.groups.length > 0
      ? {
          table: {
            caption: '表1  联系服务方式',
            columns: ['方式', '人次', '占比'],
            rows: [
              ...contacts.groups.map(({ name, count }) => [
                name,
                String(count),
                percent(count, contacts.count),
              ]),
              ['合计', String(contacts.count), '100%'],
            ],
          },
        }
      : {}),
  };
}

function needSection(of: Of, { asOf }: Asked): Section {
  const [needs, solved, open] = [of('诉求件数'), of('解决问题件数'), of('在办件数')];
  const rates = [rateWords('按时办结率', of('按时办结率')), rateWords('回访满意率', of('满意率'))].filter(
    Boolean,
  );
  const kinds = needs.groups.map(({ name, count }) => `${name}${count}件`).join('、');
  const received = needs.count === 0 ? '没有受理诉求' : `受理诉求${needs.count}件（${kinds}）`;
  return {
    heading: '二、意见建议和诉求办理情况',
    paragraphs: [
      `期内收到意见建议${of('意见建议条数').count}条，${received}，解决问题${solved.count}件。${rates.length > 0 ? `${rates.join('，')}。` : ''}截至${dayWords(asOf)}，还有${open.count}件正在办理。`,
    ],
    ...(needs.groups.length > 0
      ? {
          table: {
            caption: '表2  诉求类别',
            columns: ['类别', '期内受理（件）', '期内解决（件）', '正在办理（件）'],
            rows: kindsOf([needs, solved, open]).map((kind) => [
              kind,
              ...[needs, solved, open].map(({ groups }) =>
                String(groups.find(({ name }) => name === kind)?.count ?? 0),
              ),
            ]),
          },
        }
      : {}),
  };
}

const rateWords = (name: string, { count, of }: Counted): string =>
  of ? `${name}${percent(count, of)}（${count}/${of}）` : '';

const kindsOf = (figures: Counted[]): string[] => [
  ...new Set(figures.flatMap(({ groups }) => groups.map(({ name }) => name))),
];

function fileSection(of: Of, asked: Asked): Section {
  const coverage = of('建档覆盖率');
  const bound = of('绑定率');
  const made = dayWords(dateOf(asked.now));
  const covered = coverage.of
    ? `；在库人才${coverage.of}名，已建档${coverage.count}名，覆盖率${percent(coverage.count, coverage.of)}`
    : '';
  const reachable = bound.of
    ? `已绑定账号、可直接通知的${bound.count}人，绑定率${percent(bound.count, bound.of)}。`
    : '';
  return {
    heading: '三、人才档案情况',
    paragraphs: [`截至${made}，在册人才档案${of('建档数').count}份${covered}。${reachable}`],
  };
}

function noticeSection(of: Of, asked: Asked): Section {
  const notices = [
    missing(of('联系覆盖率'), (n) => `${n}名人才期内还没有联系记录`),
    missing(of('按时办结率'), (n) => `${n}件诉求办理超过期限`),
    missing(of('满意率'), (n) => `${n}件办结诉求没有得到满意的评价（含未接通、不愿评价）`),
    missing(of('建档覆盖率'), (n) => `${n}名在库人才还没有建档`),
  ].flatMap((words) => words ?? []);
  const words = notices.length === 0 ? '以上各项没有缺漏。' : `有待跟进：${notices.join('；')}。`;
  const calendar =
    asked.county.calendar.validUntil < asked.asOf ? '放假安排尚未录入，涉及工作日的期限未作推算。' : '';
  return {
    heading: '四、需要说明的事项',
    paragraphs: [`${words}${calendar}`, '本材料不对领导同志和单位作排名，台账明细可按需调阅。'],
  };
}

function missing({ count, of }: Counted, words: (n: number) => string): string | undefined {
  const n = (of ?? 0) - count;
  return n > 0 ? words(n) : undefined;
}

const annexOf = (counted: readonly Counted[], asked: Asked): SummaryTable => ({
  caption: '附件  数字口径',
  columns: ['数字', '数值', '统计时间', '口径'],
  rows: counted.map((one) => [
    isRate(one.figure) ? one.figure.name : `${one.figure.name}（${one.figure.unit}）`,
    one.of === undefined ? String(one.count) : valueWords(one),
    asOfWords(one.figure, asked),
    one.figure.rule,
  ]),
});

/** 2026年9月30日 */
export const dayWords = (date: string): string =>
  `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
