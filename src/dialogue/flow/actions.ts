/**
 * The words a file may use for what is to be done. `county` registers one
 * handler for each submit action; a word that is not here is a fault of the file.
 */

/** 提交.做 */
export const SUBMIT_ACTIONS = [
  '写入人才库',
  '写入成长档案',
  '写入乡贤库',
  '写入项目库',
  '写入缺口库',
  '写入成果库',
  '写入名册',
  '立案',
  '记录意见建议',
  '记录联系',
  '记录服务',
  '查政策',
  '登记入住',
  '报名',
  '核对档案',
  '撤回同意',
  '记线索',
  '办理个人信息',
] as const;

/** Those of them that keep no case, so that nothing of one can fall due. */
export const CASELESS_ACTIONS: readonly string[] = ['写入人才库', '写入成长档案', '查政策'];

/** Those that keep a case only now and then, or of something else, so that nobody can be on a roster by it. */
export const ROSTERLESS_ACTIONS: readonly string[] = [
  ...CASELESS_ACTIONS,
  '核对档案',
  '撤回同意',
  '办理个人信息',
];

/** Those that keep no case, or do more than open one, and so cannot be turned down whole when a pool is full. */
export const POOLLESS_ACTIONS: readonly string[] = [
  ...CASELESS_ACTIONS,
  '写入乡贤库',
  '写入项目库',
  '核对档案',
  '撤回同意',
  '办理个人信息',
];

/** 提醒.告知 */
export const REMINDED = ['本人', '人才办', '主任', '承办单位', '转达领导'] as const;

/** 逾期.做 */
export const OVERDUE_ACTIONS = ['黄牌', '提请红牌', '催办', '提醒'] as const;

/** What a matter with 办理 does when it names nothing. */
export const OPEN_CASE = '立案';
