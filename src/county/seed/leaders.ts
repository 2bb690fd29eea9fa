/** The 35 县处级领导 of 青岚县 by their posts, in the order of the posts. Everybody here is invented. */

export interface SeedLeader {
  post: string;
  name: string;
}

export const leaders: readonly SeedLeader[] = [
  { post: '县委书记', name: '谭立群' },
  { post: '县委副书记、县长', name: '滕明远' },
  { post: '县委副书记', name: '覃建松' },
  { post: '县委常委、组织部部长', name: '龙秀英' },
  { post: '县委常委、常务副县长', name: '黄启贤' },
  { post: '县委常委、副县长', name: '向国平' },
  { post: '县委常委、县纪委书记', name: '杨柏林' },
  { post: '县委常委、宣传部部长', name: '麻云霞' },
  { post: '县委常委、统战部部长', name: '符永昌' },
  { post: '县委常委、政法委书记', name: '鲁成武' },
  { post: '县委常委、县委办公室主任', name: '刘思源' },
  { post: '县委常委、县人武部政委', name: '郭卫疆' },

  { post: '县人大常委会主任', name: '田绍光' },
  { post: '县人大常委会副主任', name: '彭春华' },
  { post: '县人大常委会副主任', name: '吴德厚' },
  { post: '县人大常委会副主任', name: '张桂兰' },
  { post: '县人大常委会副主任', name: '王仁和' },
  { post: '县人大常委会副主任', name: '陈远清' },

  { post: '副县长', name: '石文静' },
  { post: '副县长', name: '周启航' },
  { post: '副县长', name: '彭晓东' },
  { post: '副县长、县公安局局长', name: '罗建军' },
  { post: '副县长', name: '田慧敏' },
  { post: '副县长（挂职）', name: '许景行' },
  { post: '县政府党组成员、县工业园区党工委书记', name: '向延生' },
  { post: '县政府党组成员', name: '莫远山' },

  { post: '县政协主席', name: '覃世铭' },
  { post: '县政协党组副书记、副主席', name: '伍先平' },
  { post: '县政协副主席', name: '龙开云' },
  { post: '县政协副主席', name: '唐淑贞' },
  { post: '县政协副主席', name: '李茂森' },
  { post: '县政协副主席', name: '蒋玉成' },

  { post: '县人民法院院长', name: '曾立新' },
  { post: '县人民检察院检察长', name: '邓雅琴' },
  { post: '县总工会主席', name: '朱海棠' },
];
