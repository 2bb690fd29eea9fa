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
];

/** Everybody of `people` the text speaks of, in the order they are named. */
export function mentionsIn(text: string, people: readonly KnownPerson[]): Mention[] {
  const found = new Map<string, Mention>();
  for (const person of people) {
    const hit = hitOf(text, person);
    if (!hit) continue;
    const key = hit.span.join('-');
    const mention = found.get(key);
    if (mention) mention.people.push(person);
    else found.set(key, { ...hit, people: [person] });
  }
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

function hitOf(text: string, person: KnownPerson): Omit<Mention, 'people'> | undefined {
  for (const word of wordsFor(person)) {
    const at = text.indexOf(word);
    if (at >= 0) return { said: word, span: [at, at + word.length] };
  }
  return undefined;
}

/** What a person may be called, fullest first. */
function wordsFor(person: KnownPerson): string[] {
  const surname = surnameOf(person.name);
  const given = person.name.slice(surname.length);
  return [
    person.name,
    ...forms.filter(([, earns]) => earns.test(person.title)).map(([form]) => surname + form),
    ...(given.length >= 2 ? [given] : []),
    `老${surname}`,
    `小${surname}`,
  ];
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
    /(?:(?:看望|走访|拜访|探望|慰问|见|约|和|与|跟|同|给|请)(?:了|过|到)?)([一-龥]{1,4}?)(教授|博士|研究员|院士|老师|医生|大夫|主任|院长|校长|所长|站长|总工|工|总|师傅)/gu;
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
