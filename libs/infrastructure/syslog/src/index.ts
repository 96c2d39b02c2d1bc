export { SyslogSender } from './syslog-sender.js';
export { syslogSender, type SyslogOptions } from './syslog-sender-of.js';
