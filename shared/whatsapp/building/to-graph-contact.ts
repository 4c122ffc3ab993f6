import type { ContactCard } from "./contact-card.ts";

/** One of Graph's `contacts`. */
export function toGraphContact(card: ContactCard): object {
  const { name, phones, emails, addresses, urls, birthday, organization, department, jobTitle } = card;
  const org = { company: organization, department, title: jobTitle };
  return {
    name: {
      formatted_name: name.formattedName,
      first_name: name.firstName,
      last_name: name.lastName,
      middle_name: name.middleName,
      prefix: name.prefix,
      suffix: name.suffix,
    },
    ...(phones !== undefined && {
      phones: phones.map(({ phone, type, waId }) => ({ phone, type, wa_id: waId })),
    }),
    ...(emails !== undefined && { emails }),
    ...(addresses !== undefined && {
      addresses: addresses.map(({ countryCode, ...address }) => ({ ...address, country_code: countryCode })),
    }),
    ...(urls !== undefined && { urls }),
    ...(birthday !== undefined && { birthday }),
    ...(Object.values(org).some((part) => part !== undefined) && { org }),
  };
}
