/** 县委人才办 and 人才服务专员 of 青岚县. Everybody here is invented. */
import type { RoleName } from '../../dialogue/post.ts';

export interface SeedStaff {
  name: string;
  title: string;
  unit: string;
  roles: RoleName[];
}

const office = '县委人才办';
const centre = '县人才服务中心';

export const staff: readonly SeedStaff[] = [
  { name: '罗佩兰', title: '主任', unit: office, roles: ['人才办', '主任'] },
  { name: '蒋文斌', title: '副主任', unit: office, roles: ['人才办'] },
  { name: '田小满', title: '综合股股长', unit: office, roles: ['人才办'] },
  { name: '向雪梅', title: '引才股股长', unit: office, roles: ['人才办'] },
  { name: '覃国庆', title: '服务股股长', unit: office, roles: ['人才办'] },
  { name: '龙敏', title: '干事', unit: office, roles: ['人才办'] },
  { name: '汤家豪', title: '干事', unit: office, roles: ['人才办'] },
  { name: '文静宜', title: '干事', unit: office, roles: ['人才办'] },
];

export const officers: readonly SeedStaff[] = [
  { name: '彭一诺', title: '人才服务专员', unit: centre, roles: ['专员'] },
  { name: '周子航', title: '人才服务专员', unit: centre, roles: ['专员'] },
  { name: '吴小曼', title: '人才服务专员', unit: centre, roles: ['专员'] },
];

/** 联络员: by the officer's name, the leaders they serve. */
export const serves: Readonly<Record<string, readonly string[]>> = {
  彭一诺: ['向国平'],
  周子航: ['谭立群', '滕明远'],
};
