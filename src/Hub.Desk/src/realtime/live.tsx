import { useEffect } from "react";
import { Outlet } from "react-router";
import { useSession } from "../session/session";
import { keepLine } from "./line";

/** Keeps the live line for everything inside: a person in the settings is here too. */
export function Live() {
  const { id } = useSession().user;
  useEffect(() => keepLine(id), [id]);
  return <Outlet />;
}
