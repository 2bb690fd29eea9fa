/** 成员单位 of 青岚县, each with the one person who answers for it. Everybody here is invented. */

export interface SeedUnit {
  name: string;
  /** Other names people use for it. */
  aliases: string[];
  contact: { name: string; title: string };
}

export const units: readonly SeedUnit[] = [
  {
    name: '教育局',
    aliases: ['县教育局', '教体局'],
    contact: { name: '周海涛', title: '人事股股长' },
  },
  {
    name: '人社局',
    aliases: ['县人社局', '人力资源和社会保障局', '人力资源社会保障局'],
    contact: { name: '黄秋萍', title: '人才开发股股长' },
  },
  {
    name: '住建局',
    aliases: ['县住建局', '住房和城乡建设局'],
    contact: { name: '谭军', title: '住房保障股股长' },
  },
  {
    name: '卫健局',
    aliases: ['县卫健局', '卫生健康局'],
    contact: { name: '杨慧芳', title: '人事股股长' },
  },
  {
    name: '科技局',
    aliases: ['县科技局', '科学技术局'],
    contact: { name: '陈锐', title: '创新服务股股长' },
  },
  {
    name: '文旅局',
    aliases: ['县文旅局', '文旅广体局', '文化旅游广电体育局'],
    contact: { name: '田甜', title: '产业发展股股长' },
  },
  {
    name: '农业农村局',
    aliases: ['县农业农村局', '农业局'],
    contact: { name: '向长青', title: '科教股股长' },
  },
  {
    name: '工信局',
    aliases: ['县工信局', '工业和信息化局'],
    contact: { name: '刘铮', title: '企业服务股股长' },
  },
  {
    name: '团县委',
    aliases: ['共青团青岚县委', '县团委'],
    contact: { name: '王可可', title: '青年发展部部长' },
  },
  {
    name: '县委编办',
    aliases: ['编办', '编委办', '机构编制委员会办公室'],
    contact: { name: '鲁静', title: '事业机构编制股股长' },
  },
  {
    name: '财政局',
    aliases: ['县财政局'],
    contact: { name: '符晓军', title: '社保股股长' },
  },
  {
    name: '公安局',
    aliases: ['县公安局'],
    contact: { name: '滕飞宇', title: '户政大队教导员' },
  },
  {
    name: '金融办',
    aliases: ['县金融办', '金融服务中心'],
    contact: { name: '伍倩', title: '信贷服务股股长' },
  },
  {
    name: '工业园区',
    aliases: ['县工业园区', '园区', '园区管委会'],
    contact: { name: '彭小军', title: '企业服务中心主任' },
  },
  {
    name: '青岚城发',
    aliases: ['城发', '城发公司', '城发集团', '青岚城市发展集团'],
    contact: { name: '尤志刚', title: '公寓运营部经理' },
  },
  {
    name: '供电公司',
    aliases: ['县供电公司', '电力公司'],
    contact: { name: '毕海洋', title: '营销部主任' },
  },
  {
    name: '县人民医院',
    aliases: ['人民医院', '县医院'],
    contact: { name: '郝秀芝', title: '人事科科长' },
  },
  {
    name: '县中医院',
    aliases: ['中医院', '中医医院'],
    contact: { name: '颜素云', title: '人事科科长' },
  },
  {
    name: '县一中',
    aliases: ['青岚一中', '县第一中学'],
    contact: { name: '曹国栋', title: '办公室主任' },
  },
  {
    name: '岩板镇',
    aliases: ['岩板镇政府', '岩板镇人民政府', '岩板'],
    contact: { name: '田芳', title: '党委副书记' },
  },
  {
    name: '溪口镇',
    aliases: ['溪口镇政府', '溪口镇人民政府', '溪口'],
    contact: { name: '梁永红', title: '党委委员' },
  },
];
