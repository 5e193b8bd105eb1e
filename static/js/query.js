/* The query of a page to read: what is chosen, so that a link restores it. */

/** Read the values of the query, as an object without a prototype. */
export function readQuery() {
  return { __proto__: null, ...Object.fromEntries(new URLSearchParams(location.search)) };
}

/** Write the values that are not empty into the address and into the link to the other language. */
export function writeQuery(values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
  const search = query ? `?${query}` : "";
  if (search !== location.search) {
    history.replaceState(null, "", location.pathname + search + location.hash);
  }
  const language = document.getElementById("language");
  if (language) language.href = language.pathname + search;
}
