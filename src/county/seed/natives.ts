/** 在外乡贤 of 青岚县. Everybody here is invented. */

export interface SeedNative {
  name: string;
  title: string;
  unit: string;
}

export const natives: readonly SeedNative[] = [
  { name: '彭远航', title: '副会长', unit: '深圳青岚商会' },
  { name: '向天成', title: '总建筑师', unit: '长沙青禾建筑设计' },
  { name: '田若水', title: '食品科学教授', unit: '武汉一所高校' },
  { name: '覃海生', title: '创始人', unit: '佛山岚居家具' },
  { name: '吴紫薇', title: '创始人', unit: '杭州山里货跨境电商' },
  { name: '龙在渊', title: '研发总监', unit: '上海一家芯片企业' },
];
