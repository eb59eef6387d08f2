/**
 * Second-level names under which a country's registry gives domains to the public, as the ICANN section of the Public
 * Suffix List has them. Not the whole list: what is missing here makes several owners one, and never one owner several.
 */
const SHARED_SUFFIXES = new Set(
  `ac.at ac.be ac.id ac.il ac.in ac.jp ac.kr ac.nz ac.th ac.uk ac.za asn.au co.at co.id co.il co.in co.jp co.ke co.kr co.nz co.th co.uk co.za
   com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.ng com.pe com.ph com.pk com.pl com.pt com.sa com.sg com.tr com.tw com.ua com.vn
   edu.au edu.br edu.cn edu.hk edu.pl edu.sg edu.tr edu.tw go.jp go.kr gob.mx gov.au gov.br gov.cn gov.il gov.in gov.pl gov.sg gov.tr gov.tw gov.uk
   id.au ltd.uk ne.jp net.au net.br net.cn net.nz net.pl net.uk or.at or.jp or.kr org.au org.br org.cn org.hk org.il org.mx org.nz org.pl
   org.sg org.tr org.tw org.uk org.za plc.uk`.split(/\s+/),
);

/**
 * The part of a domain that somebody paid a registry for: whoever owns it makes names below it at no cost.
 * @param domain in lower case and ASCII, with at least two labels
 */
export function registrableDomain(domain: string): string {
  const labels = domain.split('.');
  return labels.slice(SHARED_SUFFIXES.has(labels.slice(-2).join('.')) ? -3 : -2).join('.');
}
