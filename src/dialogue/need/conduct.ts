/** Words that complain of how somebody behaved, rather than of a thing. */
const complaining =
  /投诉|举报|检举|控告|索贿|受贿|回扣|好处费|收(?:了|过|受)?.{0,10}(?:红包|礼金|好处|回扣|烟酒)|态度(?:很|太|特别|非常|极其|真|也|又|有点|这么|那么)*(?:差|恶劣|不好|不行|冷淡|蛮横|强硬)|服务态度|爱(?:[住来办要]不[住来办要]|[搭答]不理)|骂(?:我|人)|吼(?:我|人)|凶(?:我|得很|巴巴)|刁难|甩脸|给(?:我)?脸色|翻白眼|不耐烦|威胁我|阴阳怪气|说话(?:很|太|特别|真)?(?:难听|冲)|爱理不理|挂(?:了|断)?我(?:的)?电话|故意(?:拖|卡|为难)|糊弄|敷衍(?:我|了事)|吃拿卡要/u;

export const complainsOfConduct = (text: string): boolean => complaining.test(text);
