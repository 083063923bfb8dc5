import type { TFunction } from "i18next";
import type { CustomerRef } from "../api/types";

/** How a customer is called: by name, else by address, else by number. */
export const customerName = (customer: Pick<CustomerRef, "id" | "name" | "address">, t: TFunction) =>
  customer.name || customer.address || t("tickets.visitor", { id: customer.id });
