// A place to keep away from is a fact about a child: where the box seems to name one, the search is sent in the body
// of a request, so that it stands in no address and not in the browser's history. The server decides what was meant.

const SEEMS = new RegExp(
  [
    String.raw`\b(away|not|never|nowhere|outside|except|unsafe)\b|n['’]t\b|\bcant\b|\bavoid|\bexclu|\bno [a-z]`,
    String.raw`\b(far|apart) from\b|\bout of\b|\bother than\b|\banywhere but\b|\bat a distance\b`,
    String.raw`\b(at risk|in danger|known) in\b|[\d.]+ ?(\+|plus|or more)? ?(miles?|mi|kms?)\b.* (from|clear|outside|to|of)\b`,
  ].join("|"),
  "i",
);

/** Say whether a text may name a place to keep away from. */
export function seemsToKeepAway(text) {
  return SEEMS.test(text);
}

/** Send the form in a body; the token that this takes is fetched from the page that asks for such places. */
export async function sendInBody(form, address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('main input[name="csrf_token"]');
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = address;
  sent.hidden = true;
  for (const [name, value] of [...new FormData(form), ["csrf_token", token.value]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    sent.append(field);
  }
  document.body.append(sent);
  sent.submit();
}

// A search form on another page is watched too; that of the search page watches itself.
document.querySelectorAll("form[data-away]:not(#search)").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (seemsToKeepAway(form.elements.q.value)) {
      event.preventDefault();
      sendInBody(form, form.dataset.away).catch(() => form.submit());
    }
  });
});

/** On the page that asks: take what was typed out of the address. */
if (document.querySelector('[data-module="keep-away"]') && window.location.search) {
  history.replaceState(null, "", window.location.pathname);
}
