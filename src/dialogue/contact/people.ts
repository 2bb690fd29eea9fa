/** Who a sentence speaks of, among the people its speaker may know. */

export interface KnownPerson {
  id: string;
  name: string;
  /** 职称 or 职务: 教授, 特级教师, 总工. */
  title: string;
  unit: string;
}

export interface Mention {
  /** As it was said: 李教授, 吴昊. */
  said: string;
  span: [number, number];
  /** The people it may mean. One is meant; several must be asked about. */
  people: KnownPerson[];
  /** Only the title fits, and the speaker is not paired with them: asked about even when it is one. */
  doubtful?: true;
}

/** What people are called after their surname, and the titles that earn it. */
const forms: [string, RegExp][] = [
  ['教授', /教授|研究员|博导|院士/u],
  ['博士', /博士/u],
  ['研究员', /研究员/u],
  ['院士', /院士/u],
  ['老师', /教师|老师|教授|讲师|校长|班主任/u],
  ['医生', /医师|医生|主任/u],
  ['大夫', /医师|医生|主任/u],
  ['主任', /主任/u],
  ['院长', /院长/u],
  ['校长', /校长/u],
  ['所长', /所长/u],
  ['站长', /站长/u],
  ['总工', /总工|总工程师/u],
  ['工', /工程师|总工|技师/u],
  ['总', /总经理|董事长|总工|总裁|副总|经理|创始人/u],
  ['师傅', /技师|技工|工匠|师傅|传承人/u],
  ['农艺师', /农艺师/u],
  ['讲师', /讲师/u],
  ['工程师', /工程师|总工/u],
  ['经理', /经理/u],
];

/**
 * Everybody the text speaks of, in the order they are named: of `people` by any
 * word they are called by, of `others` by their whole name or surname and title.
 * Where both fit one word, only `people` are meant.
 */
export function mentionsIn(
  text: string,
  people: readonly KnownPerson[],
  others: readonly KnownPerson[] = [],
): Mention[] {
  const found = new Map<string, Mention>();
  const add = (person: KnownPerson, words: string[], own: boolean): void => {
    const hit = hitOf(text, words);
    if (!hit) return;
    const key = hit.span.join('-');
    const mention = found.get(key);
    if (!mention)
      found.set(key, {
        ...hit,
        people: [person],
        ...(own || hit.said === person.name ? {} : { doubtful: true }),
      });
    else if (own || mention.doubtful || !people.some(({ id }) => mention.people[0]?.id === id))
      mention.people.push(person);
  };
  for (const person of people)
    add(person, [...wordsFor(person), ...politeWordsFor(person, people, others)], true);
  const ownIds = new Set(people.map(({ id }) => id));
  for (const person of others) if (!ownIds.has(person.id)) add(person, formalWordsFor(person), false);
  const mentions = [...found.values()].sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1]);
  // 李文博教授 and 李教授 in one place are one mention: the longer and fuller one stands.
  return mentions.filter(
    (mention) =>
      !mentions.some(
        (other) =>
          other !== mention &&
          other.span[0] <= mention.span[0] &&
          other.span[1] >= mention.span[1] &&
          width(other) > width(mention),
      ),
  );
}

const width = (mention: Mention): number => mention.span[1] - mention.span[0];

function hitOf(text: string, words: string[]): Omit<Mention, 'people' | 'doubtful'> | undefined {
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!belongsElsewhere(text, word, at)) return { said: word, span: [at, at + word.length] };
    }
  }
  return undefined;
}

/** 老师 is no Mr 师, and 李老 stands in 李老师 and in 李老板 without meaning an old 李. */
function belongsElsewhere(text: string, word: string, at: number): boolean {
  const after = text.slice(at + word.length);
  if (/^[老小阿].$/u.test(word)) return /^(?:老[师板乡家公婆是]|小[学区时组型])/u.test(word);
  if (/^.老$/u.test(word)) return /^[师板乡总公婆]/u.test(after);
  if (/^.博$/u.test(word)) return /^[士导物览]/u.test(after);
  if (/^.工$/u.test(word)) return /^[作程人业厂地资艺]/u.test(after);
  if (/^.总$/u.test(word)) return /^[是体在结共工]/u.test(after);
  return false;
}

/** What anybody may call a person. */
function formalWordsFor(person: KnownPerson): string[] {
  const surname = surnameOf(person.name);
  return [
    person.name,
    ...forms.filter(([, earns]) => earns.test(person.title)).map(([form]) => surname + form),
  ];
}

/** What somebody who knows a person may call them, fullest first. */
function wordsFor(person: KnownPerson): string[] {
  const surname = surnameOf(person.name);
  const given = person.name.slice(surname.length);
  const last = given.slice(-1);
  return [
    ...formalWordsFor(person),
    ...(given.length >= 2 ? [given] : []),
    `${surname}老师`,
    `${surname}同志`,
    `老${surname}`,
    `小${surname}`,
    ...(last ? [`小${last}`, `阿${last}`, `${last}哥`, `${last}姐`, `${last}子`] : []),
    ...(/博士/u.test(person.title) ? [`${surname}博`] : []),
    ...(/教授|研究员|院士|特级|传承人|主任医师/u.test(person.title) ? [`${surname}老`] : []),
  ];
}

/** What one says to be polite, whatever the title: 方总 of an engineer. */
const POLITE = ['总', '工', '总工', '教授', '博士'];

/** Such words for somebody of whose surname the speaker knows nobody else, and nobody who has earned the word. */
function politeWordsFor(
  person: KnownPerson,
  people: readonly KnownPerson[],
  others: readonly KnownPerson[],
): string[] {
  const surname = surnameOf(person.name);
  const namesakes = (all: readonly KnownPerson[]): KnownPerson[] =>
    all.filter(({ id, name }) => id !== person.id && surnameOf(name) === surname);
  if (namesakes(people).length > 0) return [];
  const earned = new Set(namesakes(others).flatMap(formalWordsFor));
  return POLITE.map((form) => surname + form).filter((word) => !earned.has(word));
}

const compound =
  /^(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|司徒|端木|轩辕|南宫|长孙|宇文|百里)/u;

export const surnameOf = (name: string): string => compound.exec(name)?.[0] ?? name.slice(0, 1);

/**
 * Words in the text that look like somebody's name or title and are none of
 * `mentions`: 王总, 陈立新教授. They are looked for among everybody.
 */
export function strangersIn(
  text: string,
  mentions: readonly Mention[],
): { surname: string; form?: string; name?: string; said: string }[] {
  const titled =
    /(?:(?:看望|走访|拜访|探望|慰问|问候|问|见|看|约|和|与|跟|同|给|请)(?:了|过|到)?)([一-龥]{1,3}?)(教授|博士|研究员|院士|老师|医生|大夫|主任|院长|校长|所长|站长|总工|工|总|师傅)/gu;
  return [...text.matchAll(titled)]
    .map((hit) => ({ said: `${hit[1]}${hit[2]}`, base: hit[1] ?? '', form: hit[2] ?? '' }))
    .filter(
      ({ said }) => !mentions.some((mention) => mention.said.includes(said) || said.includes(mention.said)),
    )
    .map(({ said, base, form }) =>
      base.length >= 2 ? { surname: surnameOf(base), name: base, said } : { surname: base, form, said },
    );
}

/** Whether a person with this title may be called so. */
export const mayBeCalled = (title: string, form: string): boolean =>
  forms.some(([word, earns]) => word === form && earns.test(title));
