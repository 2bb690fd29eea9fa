/** Where a talent's file stands: 待核 or 待单位核对 until somebody has looked at it, then 在册; 停用 when consent is withdrawn. */
export const REGISTERED = '在册';
/** Until the office has looked at what was registered, or has changed. */
export const UNCHECKED = '待核';
/** Until the unit has looked at what only it knows. */
export const WITH_UNIT = '待单位核对';
export const STOPPED = '停用';
