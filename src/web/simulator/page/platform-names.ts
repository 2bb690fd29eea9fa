import type { Platform } from '../view.ts';

export const platformNames: Record<Platform, string> = { feishu: '飞书', dingtalk: '钉钉' };
