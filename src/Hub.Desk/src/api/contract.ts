/** Which addresses the API has, what each takes and what it gives: read from its description, so that a call of what is not there does not compile. */

import type { components, paths } from "./schema";
import type { List, Message } from "./types";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Api = { [P in keyof paths as P extends `/api/v1${infer Rest}` ? Rest : never]: paths[P] };
type Operation<M extends Method, P> = P extends keyof Api ? Api[P][M & keyof Api[P]] : never;

/** The addresses that take a method, with their placeholders: `/tickets/{number}`. */
export type Path<M extends Method> = {
  [P in keyof Api]: Api[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof Api];

type Filled<P extends string> = P extends `${infer Head}{${string}}${infer Tail}`
  ? `${Head}${string | number}${Filled<Tail>}`
  : P;

/** Such an address with values in its placeholders, and perhaps a query. */
export type Address<P extends string> = Filled<P> | `${Filled<P>}?${string}`;

type JsonOf<Content> = Content extends { content: { "application/json": infer Json } } ? Json : never;

/** An event's parts are told apart by the desk's own type. */
type Known<Json> = Json extends components["schemas"]["MessageView"]
  ? Message
  : Json extends components["schemas"]["PageOfMessageView"]
    ? List<Message>
    : Json;

/** What a success carries. */
export type Answer<M extends Method, P> =
  Operation<M, P> extends { responses: infer All } ? Known<JsonOf<All[keyof All & (200 | 201)]>> : never;

/** What a call brings; `undefined` where it brings nothing. */
export type Body<M extends Method, P> =
  Operation<M, P> extends { requestBody: infer Needed } ? JsonOf<Needed> : undefined;

/** The argument that carries the body, where there is one. */
export type Bringing<B> = [B] extends [undefined] ? [] : [body: B];
